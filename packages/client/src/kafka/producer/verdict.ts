import { isFenced } from '../failures.ts'
import type { Batch } from './partition-queue.ts'

/** What becomes of a batch after an answer. */
export type Verdict =
  | { readonly kind: 'written' }
  /** Same numbers, later. */
  | { readonly kind: 'repeat' }
  /** Not written: in halves. */
  | { readonly kind: 'split' }
  /** Not written, and the broker has forgotten the producer: under a new identity. */
  | { readonly kind: 'renew' }
  /** Never written. */
  | { readonly kind: 'refused' }
  /** Nobody knows whether it was written. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'fenced' }

const FORGOTTEN = new Set(['UNKNOWN_PRODUCER_ID', 'OUT_OF_ORDER_SEQUENCE_NUMBER'])

/**
 * Decides by the broker's answer (`NONE` = written, Kafka's error name otherwise). A batch whose earlier try got no
 * answer may lie in the log: it is repeated with its own numbers, which the broker recognises, or given up as lost, but
 * never sent again under other numbers.
 */
export function verdict(batch: Batch, answer: string, retriable: boolean, transactional: boolean): Verdict {
  if (answer === 'NONE' || answer === 'DUPLICATE_SEQUENCE_NUMBER') return { kind: 'written' }
  if (isFenced(answer) && transactional) return { kind: 'fenced' }
  if (retriable) return { kind: 'repeat' }
  if (answer === 'MESSAGE_TOO_LARGE' || answer === 'RECORD_LIST_TOO_LARGE') {
    return { kind: batch.records.length > 1 && !batch.uncertain ? 'split' : 'refused' }
  }
  if (batch.uncertain) return { kind: 'lost' }
  const forgotten = FORGOTTEN.has(answer) || isFenced(answer)
  return { kind: forgotten && !transactional ? 'renew' : 'refused' }
}
