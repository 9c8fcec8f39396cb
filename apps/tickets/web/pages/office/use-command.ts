import { type ApiError, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { useState } from 'react'

/** Something that an operator does; says so when it is done, and keeps what was refused. */
export function useCommand(done: string) {
  const toasts = useToasts()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (path: string, body: object = {}): Promise<boolean> => {
    setBusy(true)
    setFailure(undefined)
    try {
      await request(path, { method: 'POST', body, key: newKey() })
      toasts.done(done)
      return true
    } catch (thrown) {
      const error = asApiError(thrown)
      setFailure(error)
      if (Object.keys(error.fields).length === 0) toasts.failed(error.message)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { send, isBusy, failure }
}
