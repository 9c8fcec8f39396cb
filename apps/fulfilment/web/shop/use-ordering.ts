import { type ApiError, asApiError, newKey, request } from '@millrace/ui'
import { useState } from 'react'
import type { Customer, Order, Way } from '../../contract/order.ts'
import { keepCustomer } from './kept-customer.ts'

export interface NewOrder {
  readonly customer: Customer
  readonly product: string
  readonly card: string
  readonly way: Way
}

/** Sends an order; sending the same again orders once, because the key stays until it has worked. */
export function useOrdering() {
  const [attempt, setAttempt] = useState({ key: newKey(), body: '' })
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const send = async (order: NewOrder) => {
    const body = JSON.stringify(order)
    // Another order is another request, and needs another key.
    const key = attempt.body === '' || attempt.body === body ? attempt.key : newKey()
    setAttempt({ key, body })
    setBusy(true)
    setFailure(undefined)
    try {
      const { orderId } = await request<Order>('/orders', { method: 'POST', body: order, key })
      keepCustomer(order.customer)
      location.assign(`/track/${encodeURIComponent(orderId)}`)
    } catch (error) {
      setFailure(asApiError(error))
      setBusy(false)
    }
  }
  return { send, isBusy, failure }
}
