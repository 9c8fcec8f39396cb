import { z } from 'zod'

/** Most records that one operation finds or changes. */
export const RECORDS_MOST = 1000

const name = z.string().regex(/^[a-z][\w-]{0,60}$/u, 'a table name: a small letter, then letters, digits, _ and -')
// No database takes these two in text that it is to search.
const text = z
  .string()
  .refine((given) => given.isWellFormed() && !given.includes('\0'), 'text without NUL and lone surrogates')
const scalar = z.union([text, z.number(), z.boolean(), z.null()])
const fieldName = z.string().regex(/^[\w-]{1,100}$/u, 'letters, digits, _ and -')

/** Fields that a record must have with exactly these values. */
const query = z.record(fieldName, scalar).refine((given) => Object.keys(given).length <= 20, 'at most 20 fields')
const record = z
  .record(fieldName, z.json())
  .refine((given) => JSON.stringify(given).length <= 16_384, 'at most 16,384 characters as JSON')
  .refine((given) => !/\\u(?:0000|d[89a-f])/u.test(JSON.stringify(given)), 'text without NUL and lone surrogates')

/** An operation of the JSON store, as the seed names them. UPDATE changes the fields of `record` and keeps the others. */
export const operationSchema = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('FINDONE'), table: name, query }),
  z.object({
    operation: z.literal('FINDMANY'),
    table: name,
    query: query.default({}),
    /** Those that were made last come first; without it those that were made first. */
    newest: z.boolean().optional(),
    limit: z.int().min(1).max(RECORDS_MOST, `at most ${RECORDS_MOST}`).optional(),
  }),
  z.object({ operation: z.literal('UPDATEONE'), table: name, query, record }),
  z.object({ operation: z.literal('UPDATEMANY'), table: name, query, record }),
  z.object({ operation: z.literal('UPDATE'), table: name, query, record }),
  z.object({ operation: z.literal('DELETEONE'), table: name, query }),
  z.object({ operation: z.literal('DELETEMANY'), table: name, query }),
  z.object({ operation: z.literal('DELETE'), table: name, query }),
  z.object({ operation: z.literal('UPSERT'), table: name, query, record }),
])

export type Operation = z.output<typeof operationSchema>
export type Query = z.output<typeof query>

/** Operations that happen all or not at all; `expect` is the count without which none does. */
export const transactionSchema = z.object({
  operations: z
    .array(operationSchema.and(z.object({ expect: z.int().min(0).optional(), created: z.boolean().optional() })))
    .min(1)
    .max(20),
})

export type Transaction = z.output<typeof transactionSchema>

/** A record with its number (`_rev` grows with every change of it). */
export type StoredRecord = Readonly<Record<string, unknown>> & { readonly _rev: number }

export interface OperationResult {
  readonly found: boolean
  /** Records found, changed or deleted. */
  readonly count: number
  /** FINDONE and UPSERT */
  readonly record?: StoredRecord
  /** FINDMANY */
  readonly records?: readonly StoredRecord[]
  /** UPSERT: there was none before. */
  readonly created?: boolean
}
