import { useQuery } from '@tanstack/react-query'
import { request } from './request.ts'

/** An element of a process instance that a message was correlated to. */
export interface Correlation {
  messageSubscriptionKey: string
  processDefinitionId: string
  processInstanceKey: string | null
  elementId: string | null
}

const EVERY_MS = 2000

/** What took a message, by the platform's history of its processes; asked again until something did. */
export function useCorrelations(messageKey: string) {
  return useQuery({
    queryKey: ['correlations', messageKey],
    queryFn: async ({ signal }) => {
      const path = '/v2/message-subscriptions/search'
      const wanted = { filter: { messageKey }, page: { limit: 20 } }
      return (await request<{ items: Correlation[] }>('POST', path, wanted, signal)).items
    },
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) > 0 ? false : EVERY_MS),
  })
}
