import type { Overview } from '../../contract/overview.ts'
import type { ConnectedContext } from '../context.ts'
import { listGroups } from './groups.ts'
import { ranges } from './offsets.ts'
import { partitionNumbers, topicMetadata } from './topics.ts'

const laggingAtMost = 5

/** How things are, at one glance: the cluster, its contents, the groups that lag, the platform, the apps. */
export async function overview({ kafka, options }: ConnectedContext): Promise<Overview> {
  const topics = await topicMetadata(kafka.admin)
  const [cluster, offsets, groups, platform, apps] = await Promise.all([
    kafka.admin.metadata({ topics: [] }),
    ranges(kafka.admin, partitionNumbers(topics)),
    listGroups(kafka.admin),
    options.stats?.(),
    options.apps?.() ?? [],
  ])
  const brokers = [...cluster.brokers].map(([id, { host, port }]) => ({ id, address: `${host}:${port}` }))
  const lagging = groups.filter(({ lag }) => lag > 0).toSorted((left, right) => right.lag - left.lag)
  const own = [...topics.keys()]
  const sum = (names: readonly string[]) =>
    names
      .flatMap((name) => [...(offsets.get(name)?.values() ?? [])])
      .reduce((total, { start, end }) => total + end - start, 0)
  return {
    now: platform?.now ?? options.clocks.domain.now(),
    kafka: { brokers, controller: cluster.controllerId, clusterId: cluster.id },
    topics: own.length,
    partitions: own.reduce((total, name) => total + (topics.get(name)?.partitionsCount ?? 0), 0),
    records: sum(own),
    groups: {
      total: groups.length,
      active: groups.filter(({ members }) => members > 0).length,
      lag: lagging.reduce((total, { lag }) => total + lag, 0),
      lagging: lagging.slice(0, laggingAtMost).map(({ id, lag }) => ({ id, lag })),
    },
    ...(platform === undefined ? {} : { platform }),
    apps: [...apps],
  }
}
