import { ApiError, request, useRead } from '@millrace/ui'
import { useEffect } from 'react'
import type { Session } from '../../../contract/order.ts'

/** Who is logged in; null when nobody is, undefined until it is known. */
export function useSession(): Session | null | undefined {
  return useRead('/api/session', 0, (path, signal) =>
    request<Session>(path, { signal }).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }),
  ).data
}

/** As `useSession`, and leads to the login when nobody is logged in. */
export function useCustomer(): Session | undefined {
  const session = useSession()
  useEffect(() => {
    if (session === null) location.replace(`/login?to=${encodeURIComponent(location.pathname)}`)
  }, [session])
  return session ?? undefined
}
