import { Fault } from '@millrace/kernel'
import { type Log, type NewRecord, buildBatch } from '@millrace/log'
import { storedFrom } from '../records/stream.ts'
import { CHECKPOINT_PARTITION } from '../runtime/partitions.ts'
import { State } from '../state/state.ts'
import { type Line, linesOf, restoreLine } from './sections.ts'

/** Version of what follows. Records: key `lines`, value JSON array of lines; key `end`, value JSON `Footer`. */
const CHECKPOINT_FORMAT = 1
const CHUNK_BYTES = 256 * 1024

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

/**
 * Writes the state beside the events: a cache of f(log), in its own partition. The one before is kept; what is older
 * goes. Synchronous up to the append: about a second per million entries.
 */
export async function writeCheckpoint(log: Log, state: State, position: number, timestamp: number): Promise<void> {
  const partition = log.partition(CHECKPOINT_PARTITION)
  if (partition === undefined) return
  // Before anything is awaited: the state goes on to change.
  const { chunks, lines } = chunksOf(state)
  const previous = await lastFooter(log)
  const footer: Footer = { format: CHECKPOINT_FORMAT, position, lines, begins: partition.nextOffset }
  const records: readonly NewRecord[] = [
    ...chunks.map((value) => ({ key: 'lines', value })),
    { key: 'end', value: JSON.stringify(footer) },
  ]
  const batches = records.map((record) => ({
    partition: CHECKPOINT_PARTITION,
    bytes: buildBatch({ records: [record], timestamp }),
  }))
  const startOffsets = previous === undefined ? [] : [{ partition: CHECKPOINT_PARTITION, offset: previous.begins }]
  await log.append({ batches, startOffsets }).durable
}

/** The lines of a state as JSON arrays of some hundred kilobytes each. */
function chunksOf(state: State): { readonly chunks: readonly string[]; readonly lines: number } {
  const chunks: string[] = []
  let chunk: string[] = []
  let bytes = 0
  let lines = 0
  const flush = (): void => {
    if (chunk.length > 0) chunks.push(`[${chunk.join(',')}]`)
    chunk = []
    bytes = 0
  }
  for (const line of linesOf(state)) {
    const text = JSON.stringify(line)
    chunk.push(text)
    lines += 1
    bytes += text.length
    if (bytes > CHUNK_BYTES) flush()
  }
  flush()
  return { chunks, lines }
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
  for await (const record of storedFrom(partition, footer.begins)) {
    if (record.key?.toString() === 'end') break
    for (const line of JSON.parse(record.value?.toString() ?? '[]') as Line[]) restoreLine(state, line)
  }
  return { state, position: footer.position }
}
