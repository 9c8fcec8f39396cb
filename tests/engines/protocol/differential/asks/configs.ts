import type { Struct } from '@millrace/kernel'
import {
  AlterConfigs,
  DescribeConfigs,
  IncrementalAlterConfigs,
} from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'

const TOPIC = 2
const BROKER = 4

const KEYS = ['retention.ms', 'cleanup.policy', 'max.message.bytes', 'flush.ms', 'segment.bytes', 'compression.type']

/** Values that are taken or refused, and change nothing that the other requests depend on. */
const VALUES: Readonly<Record<string, readonly (string | null)[]>> = {
  'retention.ms': ['86400000', '172800000', '-1', 'soon', '-5', null],
  'flush.ms': ['1000', '-3'],
  'cleanup.policy': ['delete', 'shred', ''],
  'segment.bytes': ['1048576', '10', '99999999999'],
  'delete.retention.ms': ['60000', 'x'],
  'no.such.setting': ['1'],
  'min.compaction.lag.ms': ['0', '5'],
  preallocate: ['true', 'maybe'],
}

/** A topic mostly; never what others share. */
function resource(world: World): Struct {
  return world.mostly<Struct>(
    { resourceType: TOPIC, resourceName: world.topic() },
    [
      { resourceType: TOPIC, resourceName: 'a/b' },
      { resourceType: TOPIC, resourceName: '' },
      { resourceType: BROKER, resourceName: '99' },
      { resourceType: BROKER, resourceName: 'one' },
      { resourceType: 99, resourceName: 'x' },
    ],
    0.8,
  )
}

export function describeConfigs(world: World, version: number): Ask {
  const described = (): Struct => ({
    ...resource(world),
    configurationKeys: world.chance(0.2)
      ? null
      : world.few(() => world.mostly(world.one(KEYS), ['no.such.setting'], 0.9)),
  })
  const resources = world.few(described, 2)
  // Of a kind that it does not know Kafka answers nothing else either.
  const strange = resources.find(({ resourceType }) => resourceType === 99)
  const request = {
    resources: strange === undefined ? resources : [strange],
    includeSynonyms: world.chance(0.3),
    includeDocumentation: false,
  }
  return { message: DescribeConfigs, version, request }
}

export function alterConfigs(world: World, version: number): Ask {
  // One resource: Kafka never answers a request that names one twice.
  const altered = { ...resource(world), configs: world.few(() => setting(world), 2) }
  const request = { resources: [altered], validateOnly: world.chance(0.3) }
  return { message: AlterConfigs, version, request }
}

export function incrementalAlterConfigs(world: World, version: number): Ask {
  const operation = (): Struct => ({ ...setting(world), configOperation: world.mostly(0, [1, 2, 3, 9], 0.6) })
  const altered = (): Struct => ({ ...resource(world), configs: world.few(operation, 2) })
  const request = { resources: world.few(altered, 2), validateOnly: world.chance(0.3) }
  return { message: IncrementalAlterConfigs, version, request }
}

function setting(world: World): Struct {
  const name = world.one(Object.keys(VALUES))
  return { name, value: world.one(VALUES[name] ?? []) }
}
