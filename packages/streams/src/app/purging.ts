import type { KafkaClient } from '@millrace/client'
import { messageOf, type Timer } from '@millrace/kernel'
import type { PartProcessor } from './part-processor.ts'

/** A part's repartition topics, by their whole names, and who works on them. */
export interface Purged {
  readonly topics: readonly string[]
  readonly processor: PartProcessor
}

/** Deletes what the group is done with from its repartition topics, of this instance's partitions; gives a function that ends it. */
export function startPurging(
  kafka: KafkaClient,
  group: string,
  everyMs: number,
  parts: readonly Purged[],
): () => Promise<void> {
  const { clocks, log } = kafka.ports
  let timer: Timer | undefined
  let ended = false
  let running = Promise.resolve()
  const again = (): void => {
    if (ended) return
    timer = clocks.liveness.timerIn(everyMs, () => {
      running = purge(kafka, group, parts)
        .catch((error: unknown) => {
          log.warn({ group, reason: messageOf(error) }, 'repartition topics are not purged; it is tried again')
        })
        .then(again)
    })
  }
  again()
  return async () => {
    ended = true
    timer?.cancel()
    await running
  }
}

async function purge(kafka: KafkaClient, group: string, parts: readonly Purged[]): Promise<void> {
  const admin = kafka.admin()
  for (const { topics, processor } of parts) {
    for (const topic of topics) {
      const own = processor.partitions.map((partition) => ({ topic, partition }))
      const committed = await admin.committedOffsets(group, own)
      const starts = await admin.offsets(topic, 'earliest')
      const before = committed.filter(({ partition, offset }) => offset > (starts[partition] ?? 0))
      if (before.length > 0) await admin.deleteRecords(topic, before)
    }
  }
}
