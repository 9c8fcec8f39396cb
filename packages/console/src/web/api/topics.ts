import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AlteredSetting, CreateTopic, Setting } from '../../contract/topics.ts'
import { get, request } from './request.ts'
import { useRefresh } from './views.ts'

const pathOf = (topic: string) => `/api/topics/${encodeURIComponent(topic)}`
const settingsKey = (topic: string) => ['settings', topic]

export function useCreateTopic() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (topic: Partial<CreateTopic> & { name: string }) => request<null>('POST', '/api/topics', topic),
    onSuccess: refresh,
  })
}

export function useDeleteTopic(topic: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (confirm: string) => request<null>('DELETE', pathOf(topic), { confirm }),
    onSuccess: refresh,
  })
}

export function useSettings(topic: string) {
  return useQuery({
    queryKey: settingsKey(topic),
    queryFn: ({ signal }) => get<Setting[]>(`${pathOf(topic)}/settings`, signal),
  })
}

export function useAlterSetting(topic: string) {
  const client = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (change: { name: string; value: string | null }) =>
      request<AlteredSetting>('PUT', `${pathOf(topic)}/settings`, change),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: settingsKey(topic) }), refresh()])
    },
  })
}
