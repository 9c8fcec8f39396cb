import { type ApiError, asApiError, newKey, request } from '@millrace/ui'
import { useState } from 'react'
import type { VisitView } from '../../view.ts'
import type { Visit } from '../live/use-visit.ts'

/**
 * Something that one does, once however often it is pressed: the same key until it has worked or was refused. What the
 * service answers is shown at once.
 */
export function useAction(visit: Visit, path: string) {
  const [key, setKey] = useState(newKey)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (body?: object): Promise<VisitView | undefined> => {
    setBusy(true)
    setFailure(undefined)
    try {
      const answered = await request<VisitView>(path, { method: 'POST', body: body ?? {}, key })
      visit.take(answered)
      setKey(newKey())
      return answered
    } catch (thrown) {
      const error = asApiError(thrown)
      if (error.status !== 0 && error.status < 500) setKey(newKey())
      setFailure(error)
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { send, isBusy, failure }
}
