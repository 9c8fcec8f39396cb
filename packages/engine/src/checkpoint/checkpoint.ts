import { Fault, type LivenessClock } from '@millrace/kernel'
import { type Frame, type Log, type NewRecord, buildBatch } from '@millrace/log'
import { storedFrom } from '../records/stream.ts'
import { CHECKPOINT_PARTITION, EVENTS_PARTITION } from '../runtime/partitions.ts'
import { State } from '../state/state.ts'
import type { EventRetention } from './retention.ts'
import { CHANGED_IN_PLACE, type Line, restoreLine } from './sections.ts'
import type { Snapshot } from './snapshot.ts'

/** Version of what follows. Records: key `lines`, value JSON array of lines; key `end`, value JSON `Footer`. */
const CHECKPOINT_FORMAT = 1
const CHUNK_BYTES = 256 * 1024
/** What one slice takes of the engine's time, ms; others get their turn between. */
const SLICE_MS = 4

interface Footer {
  readonly format: number
  /** Offset of the first event that is not in the checkpoint. */
  readonly position: number
  readonly lines: number
  /** Offset at which this checkpoint begins. */
  readonly begins: number
}

export interface Restored {
  readonly state: State
  readonly position: number
}

export interface Checkpointing {
  readonly log: Log
  readonly liveness: LivenessClock
  readonly retention: EventRetention
  /** Domain time, ms since the epoch. */
  readonly timestamp: number
  /** Leaves the rest unwritten: what stands without its end is passed over. */
  readonly stopped: () => boolean
}

/**
 * Writes a snapshot beside the events, slice by slice: a cache of f(log), in its own partition. The one before is kept;
 * what is older goes, and the events that neither of the two nor a reader needs.
 *
 * @param position offset of the first event that is not in the snapshot
 */
export async function writeCheckpoint(snapshot: Snapshot, position: number, work: Checkpointing): Promise<void> {
  const { log, timestamp } = work
  const partition = log.partition(CHECKPOINT_PARTITION)
  if (partition === undefined) return
  const begins = partition.nextOffset
  let lines = 0
  for (;;) {
    const slice = sliceOf(snapshot, work.liveness)
    if (slice.length === 0) break
    lines += slice.length
    await log.append(frameOf({ key: 'lines', value: `[${slice.join(',')}]` }, timestamp)).durable
    await new Promise<void>((resolve) => setImmediate(resolve))
    if (work.stopped()) return
  }
  const previous = await lastFooter(log)
  const footer: Footer = { format: CHECKPOINT_FORMAT, position, lines, begins }
  const frame = frameOf({ key: 'end', value: JSON.stringify(footer) }, timestamp)
  await log.append(previous === undefined ? frame : { ...frame, startOffsets: trimmed(work, previous) }).durable
}

const frameOf = (record: NewRecord, timestamp: number): Frame => ({
  batches: [{ partition: CHECKPOINT_PARTITION, bytes: buildBatch({ records: [record], timestamp }) }],
})

/** As many lines as fit into a slice, in time and in bytes; none when the snapshot is done. */
function sliceOf(snapshot: Snapshot, liveness: LivenessClock): string[] {
  const slice: string[] = []
  const until = liveness.now() + SLICE_MS
  for (let bytes = 0; bytes < CHUNK_BYTES && (slice.length % 64 !== 63 || liveness.now() < until);) {
    const line = snapshot.next()
    if (line === undefined) break
    slice.push(line)
    bytes += line.length
  }
  return slice
}

/** The new beginnings of both streams: everything below is needed by nobody. */
function trimmed({ log, retention }: Checkpointing, previous: Footer): NonNullable<Frame['startOffsets']> {
  const events = Math.min(previous.position, retention.lowest())
  return [
    { partition: CHECKPOINT_PARTITION, offset: previous.begins },
    { partition: EVENTS_PARTITION, offset: events },
  ].filter(({ partition, offset }) => offset > (log.partition(partition)?.startOffset ?? 0))
}

async function lastFooter(log: Log): Promise<Footer | undefined> {
  const partition = log.partition(CHECKPOINT_PARTITION)
  if (partition === undefined) return undefined
  let footer: Footer | undefined
  for await (const record of storedFrom(partition, partition.startOffset)) {
    if (record.key?.toString() === 'end') footer = JSON.parse(record.value?.toString() ?? '') as Footer
  }
  return footer
}

/**
 * The last whole checkpoint; an empty state when there is none.
 *
 * @throws Fault ENGINE_FORMAT when another version wrote it
 */
export async function readCheckpoint(log: Log): Promise<Restored> {
  const state = new State()
  const footer = await lastFooter(log)
  const partition = log.partition(CHECKPOINT_PARTITION)
  if (footer === undefined || partition === undefined) return { state, position: 0 }
  if (footer.format !== CHECKPOINT_FORMAT) {
    const text = `the engine's checkpoint has format ${footer.format}; this version reads ${CHECKPOINT_FORMAT}`
    throw new Fault('ENGINE_FORMAT', text)
  }
  const changed: Line[] = []
  for await (const record of storedFrom(partition, footer.begins)) {
    if (record.key?.toString() === 'end') break
    for (const line of JSON.parse(record.value?.toString() ?? '[]') as Line[]) {
      if (CHANGED_IN_PLACE.has(line[0])) changed.push(line)
      else restoreLine(state, line)
    }
  }
  for (const line of changed.sort(([, a], [, b]) => Number(a) - Number(b))) restoreLine(state, line)
  return { state, position: footer.position }
}
