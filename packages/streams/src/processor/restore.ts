import type { KafkaClient, TopicPartition } from '@millrace/client'
import { readThrough } from '../view/read-through.ts'
import type { LayeredStore } from './store.ts'
import type { Task } from './task.ts'

// After a day, by default, compaction may have taken away what says that something was removed.
const OLDEST_MS = 12 * 3_600_000

export const changelogOf = (id: string, store: string): string => `${id}-${store}-changelog`

/** Brings the stores of tasks up to the ends of their changelogs; what does not fit its changelog begins anew. */
export async function restore(
  kafka: KafkaClient,
  id: string,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<void> {
  const stores = new Map<string, LayeredStore<unknown, unknown>>()
  const partitions: TopicPartition[] = []
  for (const { partition, stores: own } of tasks) {
    for (const [name, store] of own) {
      const topic = changelogOf(id, name)
      partitions.push({ topic, partition })
      stores.set(`${topic}:${partition}`, store)
    }
  }
  const storeOf = ({ topic, partition }: TopicPartition) => stores.get(`${topic}:${partition}`)
  const { domain } = kafka.ports.clocks
  let failed: unknown
  await readThrough(kafka, {
    partitions,
    signal,
    from: (place, start, end) => begin(storeOf(place), start, end, domain.now()),
    take: (chunk) => {
      if (failed !== undefined) return
      try {
        storeOf(chunk)?.restore(chunk.records, { position: chunk.nextOffset, at: domain.now() })
      } catch (error) {
        failed = error
      }
    },
  })
  if (failed !== undefined) throw failed
}

/** Where to read on. */
function begin(store: LayeredStore<unknown, unknown> | undefined, start: number, end: number, now: number): number {
  const mark = store?.mark
  if (mark !== undefined && mark.position >= start && mark.position <= end) {
    if (mark.position === end || now - mark.at < OLDEST_MS) return mark.position
  }
  store?.clear()
  return start
}
