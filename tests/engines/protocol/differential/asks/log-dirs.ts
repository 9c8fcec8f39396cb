import { AlterReplicaLogDirs, DescribeLogDirs } from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'

export function describeLogDirs(world: World, version: number): Ask {
  const topics = world.few(() => ({ topic: world.topic(), partitions: [world.partition()] }), 2)
  return { message: DescribeLogDirs, version, request: { topics } }
}

export function alterReplicaLogDirs(world: World, version: number): Ask {
  const topics = [{ name: world.topic(), partitions: [world.partition()] }]
  return { message: AlterReplicaLogDirs, version, request: { dirs: [{ path: '/nowhere', topics }] } }
}
