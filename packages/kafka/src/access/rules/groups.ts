import {
  DeleteGroups,
  DescribeGroups,
  FindCoordinator,
  Heartbeat,
  JoinGroup,
  LeaveGroup,
  ListGroups,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  SyncGroup,
} from '../../messages/index.ts'
import { ALLOWED, GROUP, TOPIC, TRANSACTION, denied, failure, parted, rule, topicName } from '../rule.ts'

const NO_BYTES = Buffer.alloc(0)
const NO_COORDINATOR = { nodeId: -1, host: '', port: -1 }
const OF_TRANSACTIONS = 1

/** Consumer groups: members read, others look; offsets go with the topics that they are of. */
export const groupRules = [
  rule(FindCoordinator, (request, access, { header }) => {
    const isTransaction = request.keyType === OF_TRANSACTIONS
    const knows = (key: string): boolean => access.knows(isTransaction ? 'transactions' : 'groups', key)
    const error = failure(isTransaction ? TRANSACTION : GROUP)
    if (header.apiVersion < 4) return knows(request.key) ? ALLOWED : denied({ ...error, ...NO_COORDINATOR })
    const [mine, others] = parted(request.coordinatorKeys, knows)
    const refused = others.map((key) => ({ key, ...error, ...NO_COORDINATOR }))
    return {
      kind: 'partly',
      request: { ...request, coordinatorKeys: mine },
      tell: (response) => ({ ...response, coordinators: [...(response.coordinators ?? []), ...refused] }),
    }
  }),
  rule(JoinGroup, (request, access, { header }) => {
    if (access.allows('groups', request.groupId, 'read')) return ALLOWED
    const protocolName = header.apiVersion >= 7 ? null : ''
    const nobody = { generationId: -1, protocolType: null, protocolName, leader: '', members: [] }
    return denied({ ...failure(GROUP), ...nobody, memberId: request.memberId })
  }),
  rule(SyncGroup, ({ groupId }, access) =>
    access.allows('groups', groupId, 'read') ? ALLOWED : denied({ ...failure(GROUP), assignment: NO_BYTES }),
  ),
  rule(Heartbeat, ({ groupId }, access) =>
    access.allows('groups', groupId, 'read') ? ALLOWED : denied(failure(GROUP)),
  ),
  rule(LeaveGroup, ({ groupId }, access) =>
    access.allows('groups', groupId, 'read') ? ALLOWED : denied({ ...failure(GROUP), members: [] }),
  ),
  rule(DescribeGroups, (request, access) => {
    const [mine, others] = parted(request.groups, (groupId) => access.knows('groups', groupId))
    const unknown = { groupState: '', protocolType: '', protocolData: '', members: [] }
    const refused = others.map((groupId) => ({ ...failure(GROUP), groupId, ...unknown }))
    return {
      kind: 'partly',
      request: { ...request, groups: mine },
      tell: (response) => ({ ...response, groups: [...response.groups, ...refused] }),
    }
  }),
  rule(ListGroups, (request, access) => ({
    kind: 'partly',
    request,
    tell: (response) => ({
      ...response,
      groups: response.groups.filter(({ groupId }) => access.knows('groups', groupId)),
    }),
  })),
  rule(DeleteGroups, (request, access) => {
    const [mine, others] = parted(request.groupsNames, (groupId) => access.allows('groups', groupId, 'manage'))
    const refused = others.map((groupId) => ({ groupId, ...failure(GROUP) }))
    return {
      kind: 'partly',
      request: { ...request, groupsNames: mine },
      tell: (response) => ({ ...response, results: [...response.results, ...refused] }),
    }
  }),
  rule(OffsetDelete, ({ groupId }, access) =>
    access.allows('groups', groupId, 'manage') ? ALLOWED : denied({ ...failure(GROUP), topics: [] }),
  ),
  rule(OffsetCommit, (request, access, { broker }) => {
    const isMember = access.allows('groups', request.groupId, 'read')
    const mayRead = (name: string | undefined): boolean => name === undefined || access.allows('topics', name, 'read')
    const [mine, others] = parted(
      request.topics,
      ({ name, topicId }) => isMember && mayRead(topicName(broker, name, topicId)),
    )
    const error = failure(isMember ? TOPIC : GROUP)
    const refused = others.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...error })),
    }))
    if (!isMember) return denied({ topics: refused })
    return {
      kind: 'partly',
      request: { ...request, topics: mine },
      tell: (response) => ({ ...response, topics: [...response.topics, ...refused] }),
    }
  }),
  rule(OffsetFetch, (request, access, { broker, header }) => {
    const knowsTopic = ({ name = '', topicId = '' }: { name?: string; topicId?: string }): boolean => {
      const known = topicName(broker, name, topicId)
      return known === undefined || access.knows('topics', known)
    }
    if (header.apiVersion < 8) {
      if (!access.knows('groups', request.groupId)) return denied({ ...failure(GROUP), topics: [] })
      return {
        kind: 'partly',
        request: { ...request, topics: request.topics?.filter(knowsTopic) ?? null },
        tell: (response) => ({ ...response, topics: (response.topics ?? []).filter(knowsTopic) }),
      }
    }
    const [mine, others] = parted(request.groups, ({ groupId }) => access.knows('groups', groupId))
    const refused = others.map(({ groupId }) => ({ groupId, topics: [], ...failure(GROUP) }))
    return {
      kind: 'partly',
      request: {
        ...request,
        groups: mine.map((group) => ({ ...group, topics: group.topics?.filter(knowsTopic) ?? null })),
      },
      tell: (response) => ({
        ...response,
        groups: [
          ...(response.groups ?? []).map((group) => ({ ...group, topics: (group.topics ?? []).filter(knowsTopic) })),
          ...refused,
        ],
      }),
    }
  }),
]
