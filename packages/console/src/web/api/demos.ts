import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DemoRun } from '../../contract/overview.ts'
import { get, request } from './request.ts'

const pathOf = (app: string) => `/api/apps/${encodeURIComponent(app)}/demo`
const keyOf = (app: string) => ['demo', app]
const EVERY_MS = 500

/** What the demo has printed so far; asked for again while it runs. */
export const useDemo = (app: string) =>
  useQuery({
    queryKey: keyOf(app),
    queryFn: ({ signal }) => get<DemoRun>(pathOf(app), signal),
    retry: false,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? EVERY_MS : false),
  })

export function useStartDemo(app: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<DemoRun>('POST', pathOf(app)),
    onSuccess: (run) => client.setQueryData(keyOf(app), run),
  })
}
