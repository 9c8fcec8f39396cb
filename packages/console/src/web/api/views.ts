import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import type { GroupDetail, GroupSummary } from '../../contract/groups.ts'
import type { AuditEntry, Overview, Problem } from '../../contract/overview.ts'
import type { TopicDetail, TopicSummary } from '../../contract/topics.ts'
import { useWatch } from '../lib/live-context.ts'
import { get } from './request.ts'

export interface LiveView<T> {
  query: UseQueryResult<T>
  /** Why what is shown is no longer fresh. */
  stale: Problem | undefined
}

/** A view that is loaded once and then kept fresh by the live stream under the name that the server knows it by. */
export function useView<T>(name: string, path: string): LiveView<T> {
  const stale = useWatch(name)
  const query = useQuery({
    queryKey: viewKey(name),
    queryFn: ({ signal }) => get<T>(path, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { query, stale }
}

const viewKey = (name: string) => ['view', name]

export const useOverview = () => useView<Overview>('overview', '/api/overview')
export const useTopics = () => useView<TopicSummary[]>('topics', '/api/topics')
export const useTopic = (name: string) =>
  useView<TopicDetail>(`topic:${name}`, `/api/topics/${encodeURIComponent(name)}`)
export const useGroups = () => useView<GroupSummary[]>('groups', '/api/groups')
export const useGroup = (id: string) => useView<GroupDetail>(`group:${id}`, `/api/groups/${encodeURIComponent(id)}`)
export const useAudit = () => useView<AuditEntry[]>('audit', '/api/audit')

/** After a change: every view is asked for again. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['view'] })
}
