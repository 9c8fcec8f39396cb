import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from './request.ts'

/** `GET /v1/clock` of the platform. */
export interface Clock {
  mode: 'system' | 'virtual'
  /** Milliseconds since epoch, by the domain clock. */
  now: number
}

const key = ['clock']

export function useClock() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Clock>('/v1/clock', signal),
    refetchInterval: 5000,
    staleTime: 0,
  })
}

export function useAdvance() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ms: number) => request<Clock>('POST', '/v1/clock/advance', { ms }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}
