import { type Struct, shuffled } from '@millrace/kernel'
import { handlers } from '@millrace/kafka'
import { CreateTopics, FindCoordinator, OffsetCommit } from '../../../../packages/kafka/src/messages/index.ts'
import type { Act, Ask } from './ask.ts'
import { asks } from './asks/index.ts'
import { learnIds } from './asks/topics.ts'
import { introduce } from './asks/transactions.ts'
import { rebalance } from './rebalance.ts'
import type { World } from './world.ts'

/** One in so many requests claims a version that does not exist. */
const STRANGE_VERSION = 0.01
const REBALANCES = 6

/** What the random requests begin from: topics that stay, coordinators that have woken up, producers. */
export function* beginning(world: World): Generator<Act> {
  const [plain, wide, compacted, stamped, small] = world.lasting
  const settings: Readonly<Record<string, readonly { readonly name: string; readonly value: string }[]>> = {
    [String(compacted)]: [{ name: 'cleanup.policy', value: 'compact' }],
    [String(stamped)]: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    [String(small)]: [{ name: 'max.message.bytes', value: '1000' }],
  }
  const topics = [plain, wide, compacted, stamped, small, ...world.fleeting.slice(0, 2)].map((name = '') => ({
    name,
    numPartitions: 2,
    replicationFactor: 1,
    configs: settings[name] ?? [],
  }))
  yield { message: CreateTopics, version: 7, request: { topics, timeoutMs: 10_000 }, learns: learnIds }
  for (const { id } of world.groups) {
    yield { message: FindCoordinator, version: 1, request: { key: id, keyType: 0 } }
    yield { message: OffsetCommit, version: 2, request: kept(id, plain) }
  }
  for (const producer of world.producers) {
    yield { message: FindCoordinator, version: 1, request: { key: producer.name, keyType: 1 } }
    yield introduce(producer, 4)
  }
}

/** An offset that nothing deletes. */
const kept = (groupId: string, name = ''): Struct => ({
  groupId,
  generationIdOrMemberEpoch: -1,
  retentionTimeMs: -1,
  topics: [{ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }],
})

/** Every API in every version that is served, `times` over in random order, with rebalances among them. */
export function* middle(world: World, times: number): Generator<Act> {
  const served = handlers.flatMap(({ name, versions: [from, to] }) =>
    Array.from({ length: to - from + 1 }, (_, at) => ({ name, version: from + at })),
  )
  const turns = Array.from({ length: times }, () => served).flat()
  const rebalanceEvery = Math.ceil(turns.length / REBALANCES)
  for (const [at, { name, version }] of shuffled(world.random, turns).entries()) {
    if (at % rebalanceEvery === 0) yield* rebalance(world)
    const ask = asks[name]?.(world, version)
    if (ask === undefined) throw new Error(`${name} is served, and asks/index.ts has no request of it`)
    yield world.chance(STRANGE_VERSION) ? strange(world, ask) : ask
  }
}

/** The same request under a version that neither engine knows. */
function strange(world: World, ask: Ask): Ask {
  const { learns: _, heard: __, ...rest } = ask
  return { ...rest, asVersion: world.one([-1, 99]), isUnanswered: false }
}
