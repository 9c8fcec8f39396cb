import type { Log, LogPartition } from '../src/index.ts'
import { contents } from './contract.ts'

/** Everything that can be seen of a log, as plain data. */
export async function portraitOf(log: Log): Promise<Record<string, unknown>> {
  const portraits: Record<string, unknown> = {}
  for (const partition of log.partitions().toSorted((a, b) => a.number - b.number)) {
    portraits[partition.number] = await partitionPortrait(partition)
  }
  return { durableLsn: log.durableLsn, partitions: portraits }
}

async function partitionPortrait(partition: LogPartition): Promise<Record<string, unknown>> {
  const { startOffset, nextOffset, lastStableOffset, highWatermark } = partition
  return {
    startOffset,
    nextOffset,
    lastStableOffset,
    highWatermark,
    records: await contents(partition),
    aborted: partition.abortedTransactions(0, nextOffset),
    producers: partition.producers().toSorted((a, b) => a.producerId - b.producerId),
    maxTimestamp: await partition.maxTimestamp(),
    lsnOfFirst: await partition.lsnAt(startOffset),
  }
}
