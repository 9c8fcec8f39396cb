import { useToasts } from '@millrace/ui'
import { useEffect, useRef } from 'react'
import { isOpen } from '../shop/purchase.ts'
import { spokenSpan } from './span.ts'
import type { Visit } from './use-visit.ts'

/** Tells what the events of one's own session say, on whatever page one is. Each event is told once. */
export function Reminders({ visit: { event, visit, offset } }: { visit: Visit }) {
  const toasts = useToasts()
  const told = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (event === undefined || told.current === event.id) return
    told.current = event.id
    const open = visit?.purchases.find(isOpen)
    switch (event.type) {
      case 'Queue.CustomerExited':
        toasts.done('It is your turn: the shop is open to you.')
        break
      case 'Tickets.Reservation1MExpired': {
        // Where a virtual clock jumps, the event may come before the page knows what time it is.
        const now = Math.max(Date.now() + offset, event.time === undefined ? 0 : Date.parse(event.time))
        const left = open === undefined ? 0 : Date.parse(open.expiresAt) - now
        if (left > 0) toasts.done(`Your tickets are held for another ${spokenSpan(left)}: please pay.`)
        break
      }
      case 'Tickets.PaymentsAuthorized':
        toasts.done('Your payment went through.')
        break
      case 'Tickets.ReservationTimedOut':
        toasts.failed('The time to pay is over: your tickets went back on sale.')
        break
      case 'Notifications.Requested':
        // What was declined is told where it was tried.
        if (event.data?.text !== undefined && event.data.kind !== 'held') toasts.failed(event.data.text)
        break
    }
  }, [event, visit, offset, toasts])
  return null
}
