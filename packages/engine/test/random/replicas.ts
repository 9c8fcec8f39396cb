import { type Log, records } from '@millrace/log'
import { applyEvent } from '../../src/appliers/index.ts'
import { type Line, linesOf, restoreLine } from '../../src/checkpoint/sections.ts'
import { decodeEvent } from '../../src/records/codec.ts'
import { EVENTS_PARTITION } from '../../src/runtime/partitions.ts'
import { State, type StateReader } from '../../src/state/state.ts'
import { appendingLog } from '../appending-log.ts'
import { dump } from '../engine.ts'

/** Large, and compared at the end. */
const FILES = ['resources', 'definitions']

/** States that are kept by replay alone: one from the first event on, others from checkpoints that were taken on the way. */
export class Replicas {
  readonly #all = [new State()]
  /** Where a replica was not as the live state at the end of a frame. */
  readonly differences: string[] = []
  #frames = 0

  /** The log, with every frame of events applied to each replica as it is appended, and the first one compared. */
  hearing(log: Log, live: () => StateReader): Log {
    return appendingLog(log, (frame) => {
      const appended = log.append(frame)
      for (const { partition, bytes } of frame.batches ?? []) {
        if (partition !== EVENTS_PARTITION) continue
        this.#apply(Buffer.from(bytes))
        this.#compare(live())
      }
      return appended
    })
  }

  /** From here on one more replica, which begins with what a checkpoint would hold. */
  fork(state: StateReader): void {
    const restored = new State()
    for (const line of linesOf(state as State)) restoreLine(restored, JSON.parse(JSON.stringify(line)) as Line)
    this.#all.push(restored)
  }

  get states(): readonly State[] {
    return this.#all
  }

  #apply(batch: Buffer): void {
    this.#frames += 1
    for (const record of records(batch)) {
      // Each by itself from its bytes: what one replica changes must not show in another.
      for (const state of this.#all) applyEvent(state, decodeEvent(record))
    }
  }

  #compare(live: StateReader): void {
    if (this.differences.length > 0) return
    const [replayed, expected] = [dump(this.#all[0] as State, FILES), dump(live, FILES)]
    const at = expected.findIndex((line, index) => line !== replayed[index])
    if (at === -1 && replayed.length === expected.length) return
    this.differences.push(
      `frame ${this.#frames}: ${replayed[at] ?? 'nothing'} is replayed, not ${expected[at] ?? 'nothing'}`,
    )
  }
}
