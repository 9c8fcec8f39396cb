import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from './request.ts'

interface Session {
  open: boolean
}

/** Whether this browser has shown the token. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: () => get<Session>('/api/session'),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export const openSession = (token: string) => request<Session>('POST', '/api/session', { token })

export function useOpenSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: openSession,
    onSuccess: (session) => client.setQueryData(['session'], session),
  })
}

/** The token in the address that the server printed, in its fragment or its query; taken out of the address bar. */
export function takeTokenFromAddress(location: Location, history: History): string | undefined {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const query = new URLSearchParams(location.search)
  const token = fragment.get('token') ?? query.get('token') ?? undefined
  if (token === undefined) return undefined
  query.delete('token')
  const rest = query.size === 0 ? '' : `?${query}`
  history.replaceState(null, '', `${location.pathname}${rest}`)
  return token
}
