import { Fault, Refusal, pause, type ServicePorts } from '@millrace/kernel'
import type { Broker } from '@platformatic/kafka'
import type { ApiName, RequestOf, ResponseOf } from './apis.ts'
import { RECONNECT, backoffMs } from './backoff.ts'
import { Connections } from './connections.ts'
import { coordinatorMoved, failureNames, kafkaFault, type FailureNames } from './failures.ts'
import type { KafkaLibrary } from './library.ts'
import type { KafkaSettings } from '../config/kafka-settings.ts'

/** A topic as the cluster last described it. */
export interface TopicView {
  readonly name: string
  /** Changes when the topic is deleted and created again. */
  readonly id: string
  /** Leader by partition; undefined while there is none. */
  readonly leaders: readonly (Broker | undefined)[]
}

export interface Patience {
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

const REQUEST_TIMEOUT_MS = 30_000
const DEADLINE_MS = 30_000
const COORDINATOR_TYPES = { group: 0, transaction: 1 } as const

export type CoordinatorKind = keyof typeof COORDINATOR_TYPES

/** What is known of the cluster: brokers, leaders, coordinators; and patience with it. */
export class Cluster {
  readonly settings: KafkaSettings
  readonly ports: ServicePorts
  readonly failures: FailureNames
  readonly kafka: KafkaLibrary
  /** For what never blocks; the others have connections of their own. */
  readonly shared: Connections
  readonly #topics = new Map<string, TopicView>()
  readonly #coordinators = new Map<string, Broker>()
  readonly #asking = new Map<string, Promise<Map<string, TopicView>>>()
  #brokers: readonly Broker[]

  constructor(kafka: KafkaLibrary, settings: KafkaSettings, ports: ServicePorts) {
    this.kafka = kafka
    this.settings = settings
    this.ports = ports
    this.failures = failureNames(kafka)
    this.#brokers = settings.brokers
    this.shared = this.connections(REQUEST_TIMEOUT_MS)
  }

  connections(requestTimeoutMs = REQUEST_TIMEOUT_MS): Connections {
    return new Connections(this.kafka, this.settings, requestTimeoutMs)
  }

  /** The topic from the cache, or from the cluster when it is not there or `fresh`; undefined when there is none. */
  async topic(name: string, fresh = false): Promise<TopicView | undefined> {
    const cached = fresh ? undefined : this.#topics.get(name)
    return cached ?? (await this.topics([name])).get(name)
  }

  cached(name: string): TopicView | undefined {
    return this.#topics.get(name)
  }

  forget(name: string): void {
    this.#topics.delete(name)
  }

  /** Asks the cluster; topics that are not there are missing in the answer. One question at a time for the same names. */
  topics(names: readonly string[]): Promise<Map<string, TopicView>> {
    const key = names.toSorted().join(',')
    const running = this.#asking.get(key)
    if (running !== undefined) return running
    const asked = this.#describe(names).finally(() => this.#asking.delete(key))
    this.#asking.set(key, asked)
    return asked
  }

  /** Calls any broker, trying each. */
  async callAny<Name extends ApiName>(name: Name, ...args: RequestOf<Name>): Promise<ResponseOf<Name>> {
    let failed: unknown
    for (const broker of this.#candidates()) {
      try {
        return await this.shared.call(broker, name, ...args)
      } catch (error) {
        failed = error
        if (this.failures.nameOfThrown(error) !== 'NETWORK') break
      }
    }
    throw failed
  }

  /** The coordinator of a group or a transactional id; `forgetCoordinator` when it has moved. */
  async coordinator(kind: CoordinatorKind, key: string): Promise<Broker> {
    const known = this.#coordinators.get(`${kind}:${key}`)
    if (known !== undefined) return known
    const { coordinators } = await this.callAny('FindCoordinator', COORDINATOR_TYPES[kind], [key])
    const [found] = coordinators
    if (found === undefined || found.errorCode !== 0) {
      throw kafkaFault(this.failures.nameOf(found?.errorCode ?? 15), `no coordinator for ${kind} ${key}`)
    }
    const broker = { host: found.host, port: found.port }
    this.#coordinators.set(`${kind}:${key}`, broker)
    return broker
  }

  forgetCoordinator(kind: CoordinatorKind, key: string): void {
    this.#coordinators.delete(`${kind}:${key}`)
  }

  /**
   * Runs `work` until it succeeds, waiting between tries while what failed can be mended by waiting.
   *
   * @throws Fault with Kafka's name for the failure, after the deadline (ms of liveness time) or at once when it is final.
   */
  async persist<T>(
    what: string,
    work: () => Promise<T>,
    { deadlineMs = DEADLINE_MS, signal }: Patience = {},
  ): Promise<T> {
    const { liveness } = this.ports.clocks
    const started = liveness.now()
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      try {
        return await work()
      } catch (error) {
        const name = this.nameOf(error)
        if (error instanceof Refusal) throw error
        if (!this.failures.retriable(name) || liveness.now() - started >= deadlineMs)
          throw kafkaFault(name, what, error)
      }
      await pause(liveness, backoffMs(RECONNECT, attempt, this.ports.random), signal)
    }
  }

  /** Kafka's name for anything thrown by this layer. */
  nameOf(error: unknown): string {
    return error instanceof Fault ? error.code : this.failures.nameOfThrown(error)
  }

  /** Calls the coordinator, looking it up again when it has moved; `check` gives the response's error code. */
  callCoordinator<Name extends ApiName>(
    connections: Connections,
    { kind, key, check, ...patience }: CoordinatorCall<ResponseOf<Name>>,
    name: Name,
    ...args: RequestOf<Name>
  ): Promise<ResponseOf<Name>> {
    const once = async (): Promise<ResponseOf<Name>> => {
      try {
        const response = await connections.call(await this.coordinator(kind, key), name, ...args)
        const failed = this.failures.nameOf(check(response))
        if (failed !== 'NONE') throw kafkaFault(failed, `${name} of ${kind} ${key}`)
        return response
      } catch (error) {
        if (coordinatorMoved(this.nameOf(error))) this.forgetCoordinator(kind, key)
        throw error
      }
    }
    return this.persist(`${name} of ${kind} ${key}`, once, patience)
  }

  close(): Promise<void> {
    return this.shared.close()
  }

  #candidates(): Broker[] {
    const all = [...this.#brokers, ...this.settings.brokers]
    return [...new Map(all.map((broker) => [`${broker.host}:${broker.port}`, broker])).values()]
  }

  async #describe(names: readonly string[]): Promise<Map<string, TopicView>> {
    const answer = await this.callAny('Metadata', [...names], false, false)
    const brokers = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]))
    if (brokers.size > 0) this.#brokers = [...brokers.values()]
    const views = new Map<string, TopicView>()
    for (const { name, topicId, partitions, errorCode } of answer.topics) {
      if (typeof name !== 'string' || errorCode !== 0) continue
      const leaders: (Broker | undefined)[] = []
      for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = brokers.get(leaderId)
      views.set(name, { name, id: topicId, leaders })
    }
    for (const name of names) {
      const view = views.get(name)
      if (view === undefined) this.#topics.delete(name)
      else this.#topics.set(name, view)
    }
    return views
  }
}

export interface CoordinatorCall<Response> extends Patience {
  readonly kind: CoordinatorKind
  readonly key: string
  readonly check: (response: Response) => number
}
