import type { DeadLetter } from '../../contract/dead-letters.ts'
import type { RecordView } from '../../contract/records.ts'

/** Headers that a dead letter has beside those of the record that it was. */
export const LETTER_PREFIX = 'dead-letter-'
export const LETTER_SUFFIX = '.dlq'

const KEY_SHOWN = 80

/** What a record of a topic of dead letters tells by its headers. */
export function letterOf(topic: string, { partition, offset, timestamp, key, headers }: RecordView): DeadLetter {
  const text = (name: string): string | undefined =>
    headers.find((one) => one.name === LETTER_PREFIX + name)?.value.text
  const from = text('topic')
  const origin = { topic: from ?? '', partition: Number(text('partition')), offset: Number(text('offset')) }
  return {
    topic,
    partition,
    offset,
    timestamp,
    ...(from === undefined ? {} : { origin }),
    reason: text('reason') ?? 'the letter does not say why',
    kind: text('kind') ?? 'unknown',
    attempts: Number(text('attempts') ?? 0),
    by: text('by') ?? '',
    key: key.text.slice(0, KEY_SHOWN),
  }
}
