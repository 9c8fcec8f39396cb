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
        const left = open === undefined ? 0 : Date.parse(open.expiresAt) - Date.now() - offset
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
        if (event.data?.text !== undefined) toasts.done(event.data.text)
        break
    }
  }, [event, visit, offset, toasts])
  return null
}
