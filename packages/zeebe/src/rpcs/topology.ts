import { Empty } from '../proto/processes.ts'
import { TopologyResponse } from '../proto/resources.ts'
import { unary } from './rpc.ts'

/** The release of Zeebe whose behaviour is ours: clients decide by it what they may ask. */
const GATEWAY_VERSION = '8.6.0'

/** Topology: one broker, one partition, which leads and is healthy (both 0). */
export const topology = unary({
  intent: 'TOPOLOGY',
  request: Empty,
  response: TopologyResponse,
  handle: (_, { address }) =>
    Promise.resolve({
      brokers: [
        {
          nodeId: 0,
          ...address(),
          partitions: [{ partitionId: 1, role: 0, health: 0 }],
          version: GATEWAY_VERSION,
        },
      ],
      clusterSize: 1,
      partitionsCount: 1,
      replicationFactor: 1,
      gatewayVersion: GATEWAY_VERSION,
    }),
})
