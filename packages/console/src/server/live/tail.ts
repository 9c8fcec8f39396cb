import type { LiveQuery } from '../../contract/live.ts'
import type { Range } from '../kafka/offsets.ts'
import { ranges } from '../kafka/offsets.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { compileFilter, listedCharacters, partitionsOf } from '../records/browse.ts'
import { viewOf } from '../records/content.ts'
import { cursorText, parseCursor } from '../records/cursor.ts'
import { mergeByTime } from '../records/merge.ts'
import { PartitionReader, type Positions } from '../records/partition-reader.ts'

const waitMs = 500
/** A page that was away for longer than this many records goes on at the end and says how many it has missed. */
const catchUpAtMost = 5000
const sentAtOnce = 200

export interface TailEvent {
  /** Where to go on after this event. */
  cursor: string
  records: ReturnType<typeof viewOf>[]
  /** Records that were left out since the event before: too many at once, or missed while away. */
  skipped: number
  /** Records looked at, those that do not match included. */
  scanned: number
}

/** Follows a topic from its end, or from where an earlier stream stopped, until the signal. */
export async function tail(
  kafka: KafkaConnection,
  wanted: LiveQuery & { tail: string },
  send: (event: TailEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const accepts = compileFilter(wanted.filter)
  const partitions = await partitionsOf(kafka, wanted.tail, wanted.partitions)
  const known = (await ranges(kafka.admin, new Map([[wanted.tail, partitions]]))).get(wanted.tail) ?? new Map()
  const { positions, missed } = beginning(known, wanted.after === undefined ? undefined : parseCursor(wanted.after))
  await send({ cursor: cursorText(positions), records: [], skipped: missed, scanned: 0 })
  await using reader = new PartitionReader(kafka.reader(), wanted.tail)
  while (!signal.aborted) {
    const { records } = await reader.fetch(positions, waitMs)
    if (records.length === 0 || signal.aborted) continue
    const matching = mergeByTime(records.filter(accepts), 'oldest')
    const shown = matching.slice(-sentAtOnce)
    await send({
      cursor: cursorText(positions),
      records: shown.map((record) => viewOf(record, listedCharacters)),
      skipped: matching.length - shown.length,
      scanned: records.length,
    })
  }
}

/** Where to begin in each partition; pure. */
export function beginning(
  known: ReadonlyMap<number, Range>,
  after: ReadonlyMap<number, number> | undefined,
): { positions: Positions; missed: number } {
  const positions: Positions = new Map()
  let missed = 0
  const behind = [...known].reduce((sum, [one, { end }]) => sum + Math.max(0, end - (after?.get(one) ?? end)), 0)
  for (const [partition, { start, end }] of known) {
    const wanted = behind > catchUpAtMost ? end : (after?.get(partition) ?? end)
    const position = Math.min(Math.max(wanted, start), end)
    missed += Math.max(0, position - (after?.get(partition) ?? position))
    positions.set(partition, position)
  }
  return { positions, missed }
}
