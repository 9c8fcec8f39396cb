import { ApiVersions, DescribeCluster, FindCoordinator } from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'

export function apiVersions(world: World, version: number): Ask {
  const clientSoftwareName = world.mostly('differential', ['', ' spaced', '-dash', 'a.b'], 0.6)
  const clientSoftwareVersion = world.mostly('1.0', ['', '1.0-', 'é'], 0.7)
  return { message: ApiVersions, version, request: { clientSoftwareName, clientSoftwareVersion } }
}

export function findCoordinator(world: World, version: number): Ask {
  const key = (): string => world.one([...world.groups.map(({ id }) => id), '', `${world.prefix}x`])
  const keyType = version === 0 ? 0 : world.mostly(world.below(2), [7, -1], 0.9)
  return { message: FindCoordinator, version, request: { key: key(), keyType, coordinatorKeys: world.few(key, 2) } }
}

export function describeCluster(world: World, version: number): Ask {
  const request = {
    includeClusterAuthorizedOperations: world.chance(0.3),
    endpointType: version === 0 ? 1 : world.mostly(1, [2, 0, 7], 0.8),
    includeFencedBrokers: version >= 2 && world.chance(0.3),
  }
  return { message: DescribeCluster, version, request }
}
