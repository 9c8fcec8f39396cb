import type { RecordOf } from '@millrace/client'
import { z } from 'zod'
import type { JournalEntry } from '../contract/journal.ts'
import type { Decision } from '../entity/decision.ts'
import { iso, type loggingEvents } from '../topics.ts'

const entrySchema = z.object({
  id: z.string(),
  at: z.string(),
  service: z.string(),
  event: z.string(),
  orderId: z.string(),
  paymentId: z.string().optional(),
  detail: z.string().optional(),
})

/** What the services said of one order. */
export const journalSchema = z.object({ orderId: z.string(), entries: z.array(entrySchema) })

export type JournalState = z.output<typeof journalSchema>

/** Lines kept of one order; the oldest go. */
const ENTRIES_MOST = 500

export function onLine(
  before: JournalState | undefined,
  { key: orderId, value, partition, offset, timestamp }: RecordOf<typeof loggingEvents>,
): Decision<JournalState> {
  const { service = 'unknown', event = 'unnamed', paymentId, detail, at } = value
  const entry = {
    id: `${partition}:${offset}`,
    at: at ?? iso(timestamp),
    service,
    event,
    orderId,
    ...(paymentId !== undefined && { paymentId }),
    ...(detail !== undefined && { detail }),
  }
  return { next: { orderId, entries: [...(before?.entries ?? []), entry].slice(-ENTRIES_MOST) } }
}

export interface JournalQuery {
  readonly orderId?: string | undefined
  readonly paymentId?: string | undefined
  readonly service?: string | undefined
  readonly event?: string | undefined
  /** Anywhere in the line. */
  readonly q?: string | undefined
}

export function matches(entry: JournalEntry, { orderId, paymentId, service, event, q }: JournalQuery): boolean {
  return (
    (orderId === undefined || entry.orderId === orderId) &&
    (paymentId === undefined || entry.paymentId === paymentId) &&
    (service === undefined || entry.service === service) &&
    (event === undefined || entry.event === event) &&
    (q === undefined || Object.values(entry).join(' ').toLowerCase().includes(q.toLowerCase()))
  )
}
