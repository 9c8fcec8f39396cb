import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  BulkOutcome,
  BulkPreview,
  Deployed,
  ElementCounts,
  InstancePage,
  InstanceView,
  ProcessList,
  Some,
  VariableChange,
} from '../../contract/processes.ts'
import { useLive } from '../lib/live-context.ts'
import { get, request } from './request.ts'
import { useRefresh, useView } from './views.ts'

const API = '/api/processes'
const EVERY_MS = 3000

/** A JSON object. */
export type Variables = Record<string, unknown>
/** As the server takes it: texts of the URL. */
export type InstancesWanted = Partial<
  Record<
    | 'processId'
    | 'version'
    | 'state'
    | 'incident'
    | 'element'
    | 'startedAfter'
    | 'startedBefore'
    | 'variable'
    | 'value',
    string
  >
>

export const useProcesses = () => useView<ProcessList>('processes', API)
export const useElementCounts = (key: string) =>
  useView<ElementCounts>(`elements:${key}`, `${API}/definitions/${key}/elements`)
export const useInstance = (key: string) =>
  useView<InstanceView>(`instance:${key}`, `${API}/instances/${encodeURIComponent(key)}`)

/** The file of a version, which never changes. */
export function useProcessXml(key: string) {
  return useQuery({
    queryKey: ['process-xml', key],
    queryFn: async ({ signal }) => (await get<{ xml: string }>(`${API}/definitions/${key}/xml`, signal)).xml,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Page after page of instances; those that are shown are asked for again while the page is live. */
export function useInstances(wanted: InstancesWanted) {
  const paused = useLive(({ state }) => state === 'paused')
  return useInfiniteQuery({
    queryKey: ['instances', wanted],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...wanted, ...(pageParam === '' ? {} : { cursor: pageParam }) })
      return get<InstancePage>(`${API}/instances?${query}`, signal)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    refetchInterval: paused ? false : EVERY_MS,
    placeholderData: keepPreviousData,
  })
}

export interface WholeVariable {
  value: string
  changes: Some<VariableChange>
}

/** The whole value of a variable with those it had; asked again when it has changed. */
export function useVariable(key: string, changedAt: string) {
  return useQuery({
    queryKey: ['variable', key, changedAt],
    queryFn: ({ signal }) => get<WholeVariable>(`${API}/variables/${key}`, signal),
    placeholderData: keepPreviousData,
  })
}

/** Does something to processes; everything that is shown of them is asked for again. */
function useAct<Input, Answer>(act: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: act,
    onSettled: async () => {
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['instances'] })])
    },
  })
}

export const useDeploy = () =>
  useAct((resources: readonly { name: string; content: string }[]) =>
    request<Deployed[]>('POST', `${API}/deployments`, { resources }),
  )

export const useStart = () =>
  useAct((wanted: { processDefinitionKey: string; variables: Variables }) =>
    request<{ processInstanceKey: string }>('POST', `${API}/instances`, wanted),
  )

export interface NewMessage {
  name: string
  correlationKey: string
  timeToLiveMs: number
  messageId?: string
  variables: Variables
}

export const usePublish = () =>
  useAct((message: NewMessage) => request<{ messageKey: string }>('POST', `${API}/messages`, message))

export const useCancel = (key: string) => useAct(() => request<null>('POST', `${API}/instances/${key}/cancel`))

export const useSetVariables = (key: string) =>
  useAct((wanted: { scopeKey?: string; variables: Variables }) =>
    request<null>('POST', `${API}/instances/${key}/variables`, wanted),
  )

export const useResolve = (incidentKey: string) =>
  useAct((wanted: { jobKey?: string; retries: number }) =>
    request<null>('POST', `${API}/incidents/${incidentKey}/resolve`, wanted),
  )

export const useRetries = (jobKey: string) =>
  useAct((retries: number) => request<null>('POST', `${API}/jobs/${jobKey}/retries`, { retries }))

export type BulkAct = 'cancel' | 'resolve'

/** What a bulk act would hit; asked when its dialog opens. */
export function useBulkPreview(action: BulkAct, filter: InstancesWanted) {
  return useQuery({
    queryKey: ['bulk-preview', action, filter],
    queryFn: ({ signal }) => request<BulkPreview>('POST', `${API}/bulk/preview`, { action, filter }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
}

export const useBulk = () =>
  useAct((wanted: { action: BulkAct; hits: { key: string; jobKey?: string }[]; retries: number; confirm: number }) =>
    request<BulkOutcome>('POST', `${API}/bulk`, wanted),
  )
