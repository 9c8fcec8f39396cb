import { Fault } from '@millrace/kernel'
import type { Cluster, CoordinatorCall } from '../cluster.ts'
import type { Connections } from '../connections.ts'
import { coordinatorMoved, kafkaFault } from '../failures.ts'
import type { ResponseOf } from '../apis.ts'
import { rangeAssignment, type TopicPartition } from './assign.ts'

/** One membership in one generation of a group. */
export interface Generation {
  readonly generation: number
  readonly memberId: string
  readonly partitions: readonly TopicPartition[]
  /** Of the leader: the partition counts that its assignment is made for. */
  readonly leads?: ReadonlyMap<string, number>
}

interface Subscription {
  readonly group: string
  readonly topics: readonly string[]
  readonly instanceId?: string
  readonly userData?: Buffer
}

type Joined = ResponseOf<'JoinGroup'>

const PROTOCOL = 'range'
const errorCode = (response: { readonly errorCode: number }): number => response.errorCode

/** The calls of a group's member to its coordinator. */
export class GroupCalls {
  readonly heartbeatMs: number
  readonly sessionMs: number
  readonly #rebalanceMs: number
  readonly #cluster: Cluster
  readonly #joining: Connections
  readonly #calling: Connections
  readonly #subscription: Subscription

  constructor(
    cluster: Cluster,
    joining: Connections,
    calling: Connections,
    subscription: Subscription,
    sessionMs: number,
    rebalanceMs: number,
  ) {
    this.#cluster = cluster
    this.#joining = joining
    this.#calling = calling
    this.#subscription = subscription
    this.sessionMs = sessionMs
    this.heartbeatMs = Math.max(50, Math.min(1000, sessionMs / 4))
    this.#rebalanceMs = rebalanceMs
  }

  /**
   * Joins and learns its partitions; as the group's leader, assigns them.
   *
   * @throws Fault with Kafka's name when the group does not take the member, for now or for good.
   */
  async join(memberId: string, signal: AbortSignal): Promise<Generation> {
    const joined = await this.#join(memberId, signal)
    const leads = joined.leader === joined.memberId ? await this.#partitionCounts(joined) : undefined
    const { group, instanceId = null } = this.#subscription
    const synced = await this.#cluster.callCoordinator(
      this.#joining,
      this.#once<{ errorCode: number }>(errorCode, signal),
      'SyncGroup',
      ...([group, joined.generationId, joined.memberId, instanceId, 'consumer', PROTOCOL] as const),
      leads === undefined ? [] : this.#assign(joined, leads),
    )
    const partitions = this.#decode(synced.assignment)
    return {
      generation: joined.generationId,
      memberId: joined.memberId,
      partitions,
      ...(leads !== undefined && { leads }),
    }
  }

  /** Kafka's name for the answer; NETWORK when there was none. */
  async heartbeat({ generation, memberId }: Generation): Promise<string> {
    const { group, instanceId = null } = this.#subscription
    try {
      const broker = await this.#cluster.coordinator('group', group)
      const answer = await this.#calling.call(broker, 'Heartbeat', group, generation, memberId, instanceId)
      const name = this.#cluster.failures.nameOf(answer.errorCode)
      if (coordinatorMoved(name)) this.#cluster.forgetCoordinator('group', group)
      return name
    } catch (error) {
      this.#cluster.forgetCoordinator('group', group)
      return this.#cluster.nameOf(error)
    }
  }

  async leave(memberId: string): Promise<void> {
    const { group, instanceId = null } = this.#subscription
    const call: CoordinatorCall<{ errorCode: number }> = {
      kind: 'group',
      key: group,
      check: errorCode,
      deadlineMs: 2000,
    }
    const member = { memberId, groupInstanceId: instanceId, reason: 'stopped' }
    await this.#cluster.callCoordinator(this.#calling, call, 'LeaveGroup', group, [member])
  }

  async topicsChanged(counts: ReadonlyMap<string, number>): Promise<boolean> {
    const views = await this.#cluster.topics(this.#subscription.topics).catch(() => undefined)
    if (views === undefined) return false
    return this.#subscription.topics.some((name) => (views.get(name)?.leaders.length ?? 0) !== (counts.get(name) ?? 0))
  }

  async #join(memberId: string, signal: AbortSignal): Promise<Joined> {
    const { group, instanceId = null, topics, userData } = this.#subscription
    const subscription = { version: 1, topics: [...topics], ...(userData !== undefined && { userData }) }
    const metadata = this.#cluster.kafka.encodeConsumerProtocolSubscription(subscription)
    const protocols = [{ name: PROTOCOL, metadata }]
    let id = memberId
    // The first answer may only give the member its id (KIP-394).
    for (let attempt = 0; attempt < 3; attempt++) {
      const broker = await this.#cluster.persist(
        'the group coordinator',
        () => this.#cluster.coordinator('group', group),
        { signal },
      )
      const times = [this.sessionMs, this.#rebalanceMs] as const
      const answer = await this.#joining
        .call(broker, 'JoinGroup', group, ...times, id, instanceId, 'consumer', protocols)
        .catch((error: unknown) => {
          this.#cluster.forgetCoordinator('group', group)
          throw error
        })
      const name = this.#cluster.failures.nameOf(answer.errorCode)
      if (name === 'NONE') return answer
      if (coordinatorMoved(name)) this.#cluster.forgetCoordinator('group', group)
      if (name !== 'MEMBER_ID_REQUIRED') throw kafkaFault(name, `joining ${group}`)
      id = answer.memberId
    }
    throw new Fault('MEMBER_ID_REQUIRED', `the coordinator of ${group} gives no member id that it takes`)
  }

  async #partitionCounts(joined: Joined): Promise<Map<string, number>> {
    const wanted = new Set(joined.members.flatMap(({ metadata }) => this.#topicsOf(metadata)))
    const views = await this.#cluster.persist('the topics of the group', () => this.#cluster.topics([...wanted]))
    return new Map([...views.values()].map(({ name, leaders }) => [name, leaders.length]))
  }

  #assign(joined: Joined, counts: ReadonlyMap<string, number>): { memberId: string; assignment: Buffer }[] {
    const subscribers = new Map(joined.members.map(({ memberId, metadata }) => [memberId, this.#topicsOf(metadata)]))
    return [...rangeAssignment(subscribers, counts)].map(([memberId, partitions]) => {
      const byTopic = Map.groupBy(partitions, ({ topic }) => topic)
      const assignedPartitions = [...byTopic].map(([topic, own]) => ({
        topic,
        partitions: own.map(({ partition }) => partition),
      }))
      return {
        memberId,
        assignment: this.#cluster.kafka.encodeConsumerProtocolAssignment({ version: 1, assignedPartitions }),
      }
    })
  }

  #topicsOf(metadata: Buffer): string[] {
    return this.#cluster.kafka.decodeConsumerProtocolSubscription(metadata).topics
  }

  #decode(assignment: Buffer): TopicPartition[] {
    if (assignment.length === 0) return []
    const { assignedPartitions } = this.#cluster.kafka.decodeConsumerProtocolAssignment(assignment)
    return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
  }

  /** A rebalance is not waited out here: whoever asked joins again. */
  #once<Response>(check: (response: Response) => number, signal: AbortSignal): CoordinatorCall<Response> {
    return { kind: 'group', key: this.#subscription.group, check, signal, deadlineMs: 0 }
  }
}
