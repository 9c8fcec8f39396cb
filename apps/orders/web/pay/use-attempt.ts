import { type ApiError, asApiError, newKey, request } from '@millrace/ui'
import { useState } from 'react'
import type { Payment } from '../../contract/payment.ts'

/**
 * Sends a try to the bank. The answer comes over the live stream too; the same try sent again, because the answer was
 * lost, counts once.
 */
export function useAttempt(payment: Payment, step: 'pay' | 'challenge') {
  const [attempt, setAttempt] = useState({ key: newKey(), text: '' })
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (body: object) => {
    const text = JSON.stringify(body)
    const key = attempt.text === text && failure?.status === 0 ? attempt.key : newKey()
    setAttempt({ key, text })
    setBusy(true)
    setFailure(undefined)
    try {
      const path = `/payments/${encodeURIComponent(payment.paymentId)}/${step}`
      await request<Payment>(path, { method: 'POST', body, key })
    } catch (error) {
      setFailure(asApiError(error))
    }
    setBusy(false)
  }
  return { send, isBusy, failure }
}
