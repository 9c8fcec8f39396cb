import { join } from 'node:path'
import type { Volume } from '@millrace/broker'
import { type Log, memoryLog, nodeDisk, openLog } from '@millrace/log'
import type { PlatformPorts } from './options.ts'

export interface Storage {
  readonly log: Log
  /** Where it lies; undefined for memory. */
  readonly volume?: Volume
  /** Makes everything durable, and lets go of the data directory. */
  close(): Promise<void>
}

/**
 * The log of a data directory; `memory` keeps nothing.
 *
 * @throws Refusal when another process has the directory, or it is damaged.
 */
export async function openStorage(
  data: string,
  ports: Pick<PlatformPorts, 'clocks' | 'random' | 'log'>,
): Promise<Storage> {
  if (data === 'memory') {
    const log = memoryLog({ clocks: ports.clocks })
    return { log, close: () => log.close() }
  }
  await using held = new AsyncDisposableStack()
  const disk = await nodeDisk(join(data, 'log'))
  held.defer(() => disk.close())
  const log = await openLog({ ...ports, disk })
  held.defer(() => log.close())
  const all = held.move()
  return { log, volume: disk, close: () => all.disposeAsync() }
}
