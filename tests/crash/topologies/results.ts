import type { KafkaClient } from '@millrace/client'
import { table } from '@millrace/streams'
import { waitFor } from '@millrace/testkit'
import type { Topics } from './topologies.ts'
import type { Batch } from './workload.ts'

const CATCH_UP_MS = 120_000

/** Where the topologies' output differs from the batch result: each count goes up by ones, each order is there once. */
export async function differences(kafka: KafkaClient, topics: Topics, batch: Batch): Promise<string[]> {
  const failures: string[] = []
  const counts = table(kafka, topics.counts, {
    reduce: (before: number | undefined, { key, value }) => {
      if (value !== (before ?? 0) + 1) failures.push(`${key} went from ${before ?? 0} to ${value}`)
      return value
    },
  })
  const priced = table(kafka, topics.priced, {
    reduce: (before: readonly string[] | undefined, { value }) => [...(before ?? []), value],
  })
  await Promise.all([counts.ready(), priced.ready()])
  const complete = (): boolean =>
    [...batch.words].every(([word, count]) => (counts.get(word) ?? 0) >= count) &&
    [...batch.priced.keys()].every((number) => priced.get(number) !== undefined)
  await waitFor(complete, { what: 'all output', timeoutMs: CATCH_UP_MS }).catch((reason: unknown) =>
    failures.push(String(reason)),
  )
  await Promise.all([counts.current(), priced.current()])
  for (const [word, count] of batch.words) {
    if (counts.get(word) !== count) failures.push(`${word} was counted ${counts.get(word) ?? 0} times, not ${count}`)
  }
  for (const [number, expected] of batch.priced) {
    const found = priced.get(number) ?? []
    if (found.length !== 1 || found[0] !== expected) failures.push(`order ${number} became ${found.join(' and ')}`)
  }
  const extra = [...priced.entries()].length - batch.priced.size + [...counts.entries()].length - batch.words.size
  if (extra !== 0) failures.push(`${extra} results of nothing that was written`)
  await Promise.all([counts.stop(), priced.stop()])
  return failures
}
