import { Fault } from '@millrace/kernel'
import type { Log } from '@millrace/log'
import { applyEvent } from '../appliers/index.ts'
import { readCheckpoint } from '../checkpoint/checkpoint.ts'
import { decodeEvent } from '../records/codec.ts'
import { storedFrom } from '../records/stream.ts'
import type { State } from '../state/state.ts'
import { EVENTS_PARTITION } from './partitions.ts'

export interface Replayed {
  readonly state: State
  /** Events that came after the checkpoint. */
  readonly events: number
}

/**
 * The state that the log says: the last checkpoint, and every durable event after it.
 *
 * @throws Fault ENGINE_FORMAT when another version wrote it, or events are missing
 */
export async function replay(log: Log): Promise<Replayed> {
  const { state, position } = await readCheckpoint(log)
  const partition = log.partition(EVENTS_PARTITION)
  let events = 0
  if (partition !== undefined) {
    if (partition.startOffset > position) {
      const text = `the engine's events begin at ${partition.startOffset}, and its checkpoint ends before ${position}`
      throw new Fault('ENGINE_FORMAT', text)
    }
    for await (const record of storedFrom(partition, position)) {
      applyEvent(state, decodeEvent(record))
      events += 1
    }
  }
  return { state, events }
}
