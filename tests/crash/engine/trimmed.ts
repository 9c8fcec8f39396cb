import { join } from 'node:path'
import { EVENTS_PARTITION } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { nodeDisk, openLog } from '@millrace/log'

/** What a data directory whose platform has ended says of the engine's events: how many there were, and how many are gone. */
export async function trimmedEvents(dataDir: string): Promise<{ readonly written: number; readonly trimmed: number }> {
  await using held = new AsyncDisposableStack()
  const disk = await nodeDisk(join(dataDir, 'log'))
  held.defer(() => disk.close())
  const log = await openLog({ disk, clocks: systemClocks(), random: systemRandom })
  held.defer(() => log.close())
  const { startOffset = 0, nextOffset = 0 } = log.partition(EVENTS_PARTITION) ?? {}
  return { written: nextOffset, trimmed: startOffset }
}
