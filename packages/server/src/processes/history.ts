import { join } from 'node:path'
import type { EventRetention } from '@millrace/engine'
import type { History } from '@millrace/history'
import type { Clocks } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'

const DAY_MS = 86_400_000

/** The history of processes, for which the engine keeps its events until they are in it. To be opened before the engine. */
export async function openHistory(
  config: Pick<Config, 'historyDays'>,
  { clocks, log: report }: Pick<PlatformPorts, 'log'> & { readonly clocks: Clocks },
  where: {
    readonly log: Log
    readonly data: string
    readonly retention: EventRetention
  },
): Promise<History> {
  const { History } = await import('@millrace/history')
  const onPosition = (position: number): void => where.retention.keep('history', position)
  onPosition(0)
  return new History({
    log: where.log,
    clocks,
    folder: where.data === 'memory' ? undefined : join(where.data, 'history'),
    keepMs: config.historyDays === 0 ? undefined : config.historyDays * DAY_MS,
    onPosition,
    report,
  })
}
