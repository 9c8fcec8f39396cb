import {
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  Metadata,
} from '../../../../../packages/kafka/src/messages/index.ts'
import { NIL_UUID, type Struct } from '@millrace/kernel'
import type { Ask } from '../ask.ts'
import type { Names } from '../names.ts'
import { STRANGE_ID, type World } from '../world.ts'

const BAD_NAMES = ['', '.', '..', 'a/b', 'a b', 'x'.repeat(250), 'é']

const SETTINGS: readonly (readonly [string, string | null])[] = [
  ['retention.ms', '86400000'],
  ['cleanup.policy', 'compact'],
  ['max.message.bytes', '100000'],
  ['retention.ms', 'soon'],
  ['retention.ms', '-5'],
  ['retention.ms', null],
  ['cleanup.policy', 'shred'],
  ['min.cleanable.dirty.ratio', '2'],
  ['segment.bytes', '99999999999'],
  ['preallocate', 'maybe'],
  ['compression.type', 'lzma'],
  ['message.timestamp.type', 'Sometimes'],
  ['no.such.setting', '1'],
]

interface TopicAnswer {
  readonly name: string | null
  readonly topicId?: string
}

export const learnIds = (answer: Struct, names: Names): void => {
  for (const { name, topicId = NIL_UUID } of answer['topics'] as readonly TopicAnswer[]) {
    if (topicId !== NIL_UUID && name !== null) names.learn(`id of ${name}`, topicId)
  }
}

export function createTopics(world: World, version: number): Ask {
  const topic = (): Struct => ({
    name: world.mostly(world.one(world.fleeting), [...world.lasting, ...BAD_NAMES]),
    numPartitions: world.mostly(1 + world.below(2), [-1, 0, -2], 0.9),
    replicationFactor: world.mostly(1, [-1, 0, 3], 0.9),
    assignments: world.chance(0.9) ? [] : assignments(world),
    configs: world.chance(0.7) ? [] : world.few(() => setting(world), 2),
  })
  const validateOnly = world.chance(0.2)
  const request = { topics: world.few(topic, 2), timeoutMs: 10_000, validateOnly }
  return { message: CreateTopics, version, request, ...(!validateOnly && { learns: learnIds }) }
}

const assignments = (world: World): Struct[] =>
  world.few(() => ({ partitionIndex: world.below(2), brokerIds: world.one([[1], [], [99], [1, 1]]) }), 2)

function setting(world: World): Struct {
  const [name, value] = world.one(SETTINGS)
  return { name, value }
}

export function deleteTopics(world: World, version: number): Ask {
  const name = (): string => world.mostly(world.one(world.fleeting), [`${world.prefix}nowhere`, 'a/b', ''])
  const byId = (topic: string): Struct =>
    world.one<Struct>([
      { name: topic, topicId: NIL_UUID },
      { name: null, topicId: world.topicId(topic) },
      { name: null, topicId: STRANGE_ID },
      { name: null, topicId: NIL_UUID },
      { name: topic, topicId: world.topicId(topic) },
    ])
  // Each topic in one way: by name and by id at once Kafka deletes it or not by the order of its checks.
  const topics = world.some(world.fleeting).map(byId)
  const request = { topicNames: world.few(name, 2), topics, timeoutMs: 10_000 }
  return { message: DeleteTopics, version, request }
}

export function createPartitions(world: World, version: number): Ask {
  const topic = (): Struct => ({
    name: world.mostly(world.one(world.fleeting), [`${world.prefix}nowhere`, world.one(world.lasting)]),
    count: world.one([0, 1, 2, 3, -1]),
    assignments: world.mostly<unknown>(null, [[], [{ brokerIds: [1] }], [{ brokerIds: [9] }]], 0.9),
  })
  const request = { topics: world.few(topic, 2), timeoutMs: 10_000, validateOnly: world.chance(0.2) }
  return { message: CreatePartitions, version, request }
}

export function metadata(world: World, version: number): Ask {
  const isAll = world.chance(0.15)
  const topic = (): Struct => {
    // Before version 4 a request makes what it asks for, when the broker allows that.
    const name = world.mostly(version < 4 ? world.one(world.lasting) : world.topic(), ['', 'a/b'])
    const byId = version >= 12 && world.chance(0.5)
    if (!byId) return { name }
    return world.one<Struct>([
      { name: null, topicId: world.topicId(name) },
      { name: null, topicId: STRANGE_ID },
      { name, topicId: world.topicId(name) },
    ])
  }
  const request = {
    topics: isAll ? (version === 0 ? [] : null) : world.few(topic),
    allowAutoTopicCreation: version < 4,
    includeTopicAuthorizedOperations: world.chance(0.3),
    includeClusterAuthorizedOperations: version >= 8 && version <= 10 && world.chance(0.3),
  }
  return { message: Metadata, version, request, lists: isAll, learns: learnIds }
}
