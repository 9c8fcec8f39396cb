import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './request.ts'

/** The one store of server state. A refused session anywhere asks for the token again. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.problem.code === 'TOKEN_NEEDED')
      client.setQueryData(['session'], { open: false })
  }
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: false, staleTime: 5000, refetchOnWindowFocus: false, refetchOnReconnect: false },
    },
  })
  return client
}
