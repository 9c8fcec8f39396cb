import type { Access } from '@millrace/security'
import {
  AlterConfigs,
  AlterReplicaLogDirs,
  ApiVersions,
  DescribeCluster,
  DescribeConfigs,
  DescribeLogDirs,
  IncrementalAlterConfigs,
  SaslAuthenticate,
  SaslHandshake,
} from '../../messages/index.ts'
import { ALLOWED, TOPIC, denied, failure, parted, rule } from '../rule.ts'

const CLUSTER = 'CLUSTER_AUTHORIZATION_FAILED'
/** Type of a resource, in requests about settings. */
const OF_TOPIC = 2

interface Resource {
  readonly resourceType: number
  readonly resourceName: string
}

const maySee = (access: Access, { resourceType, resourceName }: Resource): boolean =>
  resourceType === OF_TOPIC ? access.knows('topics', resourceName) : access.allows('platform', 'configs', 'read')

const mayAlter = (access: Access, { resourceType, resourceName }: Resource): boolean =>
  resourceType === OF_TOPIC
    ? access.allows('topics', resourceName, 'manage')
    : access.allows('platform', 'configs', 'manage')

const refusedResource = ({ resourceType, resourceName }: Resource) => ({
  ...failure(resourceType === OF_TOPIC ? TOPIC : CLUSTER),
  resourceType,
  resourceName,
})

/** The two kinds of alteration ask and answer alike. */
function judgeAlteration<Request extends { readonly resources: readonly Resource[] }>(
  request: Request,
  access: Access,
) {
  const [mine, others] = parted(request.resources, (resource) => mayAlter(access, resource))
  const refused = others.map(refusedResource)
  return {
    kind: 'partly' as const,
    request: { ...request, resources: mine },
    tell: <Response extends { readonly responses: readonly object[] }>(response: Response) => ({
      ...response,
      responses: [...response.responses, ...refused],
    }),
  }
}

/** Settings, and the broker itself; what is asked before a login is for everybody. */
export const clusterRules = [
  rule(ApiVersions, () => ALLOWED),
  rule(SaslHandshake, () => ALLOWED),
  rule(SaslAuthenticate, () => ALLOWED),
  rule(DescribeCluster, () => ALLOWED),
  rule(DescribeConfigs, (request, access) => {
    const [mine, others] = parted(request.resources, (resource) => maySee(access, resource))
    const refused = others.map((resource) => ({ ...refusedResource(resource), configs: [] }))
    return {
      kind: 'partly',
      request: { ...request, resources: mine },
      tell: (response) => ({ ...response, results: [...response.results, ...refused] }),
    }
  }),
  rule(AlterConfigs, judgeAlteration),
  rule(IncrementalAlterConfigs, judgeAlteration),
  rule(DescribeLogDirs, (_request, access) =>
    access.allows('platform', 'disk', 'read') ? ALLOWED : denied({ ...failure(CLUSTER), results: [] }),
  ),
  rule(AlterReplicaLogDirs, (request, access) => {
    if (access.allows('platform', 'disk', 'manage')) return ALLOWED
    const results = request.dirs.flatMap(({ topics }) =>
      topics.map(({ name, partitions }) => ({
        topicName: name,
        partitions: partitions.map((partitionIndex) => ({ partitionIndex, ...failure(CLUSTER) })),
      })),
    )
    return denied({ results })
  }),
]
