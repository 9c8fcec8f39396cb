import { z } from 'zod'
import { topicName } from './topics.ts'

/** Bytes as far as a page can show them. */
export interface Content {
  type: 'null' | 'json' | 'text' | 'binary'
  /** Text as it is; binary as hexadecimal; empty for null. */
  text: string
  /** Size of the whole. */
  bytes: number
  /** True when `text` is only the beginning. */
  cut: boolean
}

export interface RecordView {
  partition: number
  offset: number
  /** Milliseconds since epoch. */
  timestamp: number
  key: Content
  value: Content
  headers: { name: string; value: Content }[]
}

const bound = z
  .string()
  .regex(/^(offset:\d{1,16}|time:\d{1,14})$/, 'offset:<number> or time:<milliseconds since 1970>')
  .optional()
const oneOrMore = z
  .string()
  .regex(/^\d{1,6}(,\d{1,6}){0,199}$/, 'partition numbers, separated by commas')
  .optional()

export const browseQuery = z.object({
  partitions: oneOrMore,
  order: z.enum(['newest', 'oldest']).default('newest'),
  /** First offset or time that is wanted, inclusive; the oldest record when absent. */
  from: bound,
  /** First offset or time that is no longer wanted; the end when absent. */
  until: bound,
  /** See `filter/`: `order.total > 5 and @key = 42`. */
  filter: z.string().max(1000, 'a filter has at most 1,000 characters').optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Where the page before this one stopped; as it was given there. */
  cursor: z.string().max(8000).optional(),
})
export type Browse = z.infer<typeof browseQuery>

export interface RecordPage {
  records: RecordView[]
  /** Records looked at for this page. */
  scanned: number
  /** Records between the bounds that no page has looked at yet. */
  remaining: number
  /** Why the page ends: it is full, everything was looked at, or this request has worked long enough. */
  stopped: 'full' | 'end' | 'budget'
  /** For the next page; absent at the end. */
  cursor?: string
}

export const recordParams = z.object({
  topic: topicName,
  partition: z.coerce.number().int().min(0),
  offset: z.coerce.number().int().min(0),
})

const payload = z.string().max(1_000_000, 'at most 1,000,000 characters').nullable()

export const produceBody = z.object({
  key: payload.default(null),
  value: payload.default(null),
  headers: z
    .array(z.object({ name: z.string().min(1, 'a header needs a name').max(1000), value: z.string().max(100_000) }))
    .max(100)
    .default([]),
  /** Chosen by the key's hash when absent. */
  partition: z.int().min(0).optional(),
})
export type Produce = z.output<typeof produceBody>

export interface Produced {
  partition: number
  offset: number
}
