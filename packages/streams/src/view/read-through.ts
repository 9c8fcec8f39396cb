import type { Chunk, KafkaClient, TopicPartition } from '@millrace/client'
import { Fault } from '@millrace/kernel'
import { Positions } from './positions.ts'

export interface Passage {
  readonly partitions: readonly TopicPartition[]
  readonly take: (chunk: Chunk) => void
  /** Where to begin in a partition of these bounds; at its beginning without. */
  readonly from?: (place: TopicPartition, start: number, end: number) => number
  readonly signal?: AbortSignal
  /** Without an end after this long, ms of liveness time, it is given up; 10 minutes by default. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 600_000

/**
 * Reads partitions from their beginning to where they end now, committed records only.
 *
 * @throws Fault READ_INTERRUPTED when the log changed under the reader or the time was up; the signal's reason.
 */
export async function readThrough(
  kafka: KafkaClient,
  { partitions, take, from = (_place, start) => start, signal, timeoutMs = TIMEOUT_MS }: Passage,
): Promise<void> {
  const { starts, ends } = await bounds(kafka, partitions)
  for (const place of starts.list()) starts.set(place, from(place, place.offset, ends.get(place) ?? place.offset))
  if (starts.reached(ends)) return
  const at = Positions.of(starts.list())
  const done = Promise.withResolvers<void>()
  const interrupt = (reason: string) => done.reject(new Fault('READ_INTERRUPTED', reason))
  const timer = kafka.ports.clocks.liveness.timerIn(timeoutMs, () => interrupt(`not at the end after ${timeoutMs} ms`))
  const abort = (): void => done.reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  const reader = kafka.reader({
    deliver: (chunk, release) => {
      take(chunk)
      release()
      at.set(chunk, chunk.nextOffset)
      if (at.reached(ends)) done.resolve()
    },
    lost: ({ topic, partition, reason }) => interrupt(`${topic}-${partition}: ${reason}`),
  })
  for (const { topic, partition, offset } of starts.list()) reader.assign(topic, partition, offset)
  try {
    signal?.throwIfAborted()
    await done.promise
  } finally {
    timer.cancel()
    signal?.removeEventListener('abort', abort)
    await reader.close()
  }
}

async function bounds(
  kafka: KafkaClient,
  partitions: readonly TopicPartition[],
): Promise<{ starts: Positions; ends: Positions }> {
  const [starts, ends] = [new Positions(), new Positions()]
  for (const [topic, own] of Map.groupBy(partitions, (each) => each.topic)) {
    const [first, last] = await Promise.all([
      kafka.admin().offsets(topic, 'earliest'),
      kafka.admin().offsets(topic, 'latest'),
    ])
    for (const { partition } of own) {
      starts.set({ topic, partition }, first[partition] ?? 0)
      ends.set({ topic, partition }, last[partition] ?? 0)
    }
  }
  return { starts, ends }
}
