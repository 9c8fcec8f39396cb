import { useState } from 'react'
import { type ApiError, asApiError, newKey, request } from './request.ts'

export interface Sending<Body> {
  readonly send: (body: Body) => Promise<void>
  /** Also after it has worked: the page is then on its way to another. */
  readonly isBusy: boolean
  readonly failure: ApiError | undefined
}

/** Posts something to `path`; the same sent again has its effect once, because the key stays until it has worked. */
export function useSending<Body extends object, Answer>(
  path: string,
  onSent: (answer: Answer, body: Body) => void,
): Sending<Body> {
  const [attempt, setAttempt] = useState({ key: newKey(), text: '' })
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (body: Body) => {
    const text = JSON.stringify(body)
    // Something else is another request, and needs another key.
    const key = attempt.text === '' || attempt.text === text ? attempt.key : newKey()
    setAttempt({ key, text })
    setBusy(true)
    setFailure(undefined)
    try {
      onSent(await request<Answer>(path, { method: 'POST', body, key }), body)
    } catch (error) {
      setFailure(asApiError(error))
      setBusy(false)
    }
  }
  return { send, isBusy, failure }
}
