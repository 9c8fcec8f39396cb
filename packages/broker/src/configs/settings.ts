import { LONG_MAX } from './definition.ts'
import type { ConfigValues } from './layers.ts'

/** How a broker is set up when it is opened. */
export interface BrokerSettings {
  /** The number by which clients know this broker. */
  readonly nodeId: number
  /** Domain time is virtual: topics default to LogAppendTime, so that records follow the clock (decisions.md, D7). */
  readonly virtualClock: boolean
  /** Takes a replication factor above 1, with a warning that there is one copy. */
  readonly acceptReplicationFactor: boolean
  /** Kafka's broker settings by their names, as in a server.properties file. */
  readonly properties: ConfigValues
}

export const DEFAULT_SETTINGS: BrokerSettings = {
  nodeId: 1,
  virtualClock: false,
  acceptReplicationFactor: false,
  properties: {},
}

/** The broker's settings as DescribeConfigs shows them, those that follow from the others among them. */
export function staticConfigs(settings: BrokerSettings): ConfigValues {
  const nodeId = String(settings.nodeId)
  return {
    'broker.id': nodeId,
    'node.id': nodeId,
    ...(settings.virtualClock ? VIRTUAL_CLOCK : {}),
    ...settings.properties,
  }
}

/** Clients stamp records by the wall, which may lie far ahead of a virtual clock. */
const VIRTUAL_CLOCK: ConfigValues = {
  'log.message.timestamp.type': 'LogAppendTime',
  'log.message.timestamp.after.max.ms': LONG_MAX,
}
