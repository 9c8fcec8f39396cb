import type { KafkaRecord, OutputRecord } from '../../topic/record.ts'

/** Why a record was given up. */
export interface DeadLetterReason {
  readonly reason: string
  /** `poison` when it could not be read, `refused` or `failed` when its handler threw. */
  readonly kind: 'poison' | 'refused' | 'failed'
  readonly attempts: number
  /** The group or view that gave it up. */
  readonly by: string
}

const REASON_LIMIT_CHARS = 2000

/** The record as it was, with headers that say where it lay and why it is here. */
export function deadLetter(
  record: KafkaRecord,
  suffix: string,
  { reason, kind, attempts, by }: DeadLetterReason,
): OutputRecord {
  const about = {
    'dead-letter-topic': record.topic,
    'dead-letter-partition': String(record.partition),
    'dead-letter-offset': String(record.offset),
    'dead-letter-timestamp': String(record.timestamp),
    'dead-letter-kind': kind,
    'dead-letter-reason': reason.slice(0, REASON_LIMIT_CHARS),
    'dead-letter-attempts': String(attempts),
    'dead-letter-by': by,
  }
  const added = Object.entries(about).map(([name, value]) => [name, Buffer.from(value)] as const)
  // A dead letter that is replayed and fails again tells of its last failure only.
  const own = record.headers.filter(([name]) => !name.startsWith('dead-letter-'))
  return { topic: `${record.topic}${suffix}`, key: record.key, value: record.value, headers: [...own, ...added] }
}
