import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  EventPath,
  EventSummary,
  EventsOverview,
  FailedDelivery,
  Replayed,
  SendEvent,
  TriggerReport,
} from '../../contract/events.ts'
import { useLive } from '../lib/live-context.ts'
import { ApiError, get, request } from './request.ts'
import type { LiveView } from './views.ts'

/** Where an event lies. */
export interface EventPlace {
  namespace: string
  broker: string
  partition: string
  offset: string
}

export interface TriggerName {
  namespace: string
  trigger: string
}

export type EventsWanted = Partial<Record<'type' | 'source' | 'subject' | 'id', string>>

const EVERY_MS = 2000
const KEY = 'events'

/** Asked for again every two seconds, unless the page is held still. */
function useEvents<T>(path: string): LiveView<T> {
  const paused = useLive(({ state }) => state === 'paused')
  const query = useQuery({
    queryKey: [KEY, path],
    queryFn: ({ signal }) => get<T>(`/api/events${path}`, signal),
    refetchInterval: paused ? false : EVERY_MS,
  })
  return { query, stale: query.error instanceof ApiError ? query.error.problem : undefined }
}

export const useEventsOverview = () => useEvents<EventsOverview>('/overview')
export const useFailures = () => useEvents<{ items: FailedDelivery[] }>('/failures')

export function useBrokerEvents(namespace: string, broker: string, wanted: EventsWanted) {
  return useEvents<{ items: EventSummary[] }>(`${brokerPath(namespace, broker)}?${new URLSearchParams(wanted)}`)
}

export function useEventPath({ namespace, broker, partition, offset }: EventPlace) {
  return useEvents<EventPath>(`${brokerPath(namespace, broker)}/${partition}/${offset}`)
}

export const useTriggerReport = (name: TriggerName) => useEvents<TriggerReport>(`${triggerPath(name)}/report`)

/** Delivers one event to one trigger's subscriber again. */
export function useReplay(name: TriggerName) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ partition, offset }: { partition: number; offset: number }) =>
      request<Replayed>('POST', `/api/events${triggerPath(name)}/replay?partition=${partition}&offset=${offset}`),
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

export function useSendEvent(namespace: string, broker: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (event: SendEvent) => request<null>('POST', `/api/events${brokerPath(namespace, broker)}`, event),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  })
}

const brokerPath = (namespace: string, broker: string): string =>
  `/namespaces/${encodeURIComponent(namespace)}/brokers/${encodeURIComponent(broker)}/events`

const triggerPath = ({ namespace, trigger }: TriggerName): string =>
  `/namespaces/${encodeURIComponent(namespace)}/triggers/${encodeURIComponent(trigger)}`
