import type { QueryClient } from '@tanstack/react-query'
import type { Liveness } from '@millrace/ui'
import type { Problem } from '../../contract/overview.ts'
import type { RecordView } from '../../contract/records.ts'
import { EventStream, type TailWanted } from './event-stream.ts'

export interface LiveState {
  state: Liveness
  /** When the stream was lost, ms since epoch by the browser's clock. */
  lostAt: number | undefined
  /** What the platform's clock is ahead of the browser's, in ms. */
  clockOffset: number
  /** Views that the server cannot refresh now, and why. */
  failing: ReadonlyMap<string, Problem>
  tail: TailState
}

export interface TailState {
  /** The newest first; at most `keptAtMost`. */
  records: readonly RecordView[]
  /** Records that came and are not shown any more, or that were left out. */
  dropped: number
  scanned: number
  problem: Problem | undefined
}

const keptAtMost = 500
const emptyTail: TailState = { records: [], dropped: 0, scanned: 0, problem: undefined }

/** What is live on this page: fed by the stream, read by React through `subscribe` and `state`. */
export class LiveStore {
  readonly #client: QueryClient
  readonly #stream: EventStream
  readonly #listeners = new Set<() => void>()
  #state: LiveState = { state: 'connecting', lostAt: undefined, clockOffset: 0, failing: new Map(), tail: emptyTail }

  constructor(client: QueryClient, open?: (url: string) => EventSource) {
    this.#client = client
    this.#stream = new EventStream(
      {
        onSign: (now) => this.#sign(now),
        onLost: () => this.#lost(),
        onView: (name, data) => this.#view(name, data),
        onViewFailed: (name, problem) => this.#change({ failing: new Map(this.#state.failing).set(name, problem) }),
        onRecords: ({ records, skipped, scanned }) => this.#records(records, skipped, scanned),
        onTailFailed: (problem) => this.#change({ tail: { ...this.#state.tail, problem } }),
      },
      open,
    )
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state = (): LiveState => this.#state

  /** Stays in touch with the server while the console is shown. */
  hold(): () => void {
    return this.#stream.hold()
  }

  watch(name: string): () => void {
    const stop = this.#stream.watch(name)
    return () => {
      stop()
      this.#change({ failing: without(this.#state.failing, name) })
    }
  }

  tail(wanted: TailWanted): () => void {
    this.#change({ tail: emptyTail })
    return this.#stream.tail(wanted)
  }

  pause(paused: boolean): void {
    this.#stream.pause(paused)
    this.#change({ state: paused ? 'paused' : 'connecting', lostAt: undefined })
  }

  #sign(now: number | undefined): void {
    const clockOffset = now === undefined ? this.#state.clockOffset : settled(now - Date.now(), this.#state.clockOffset)
    if (this.#state.state === 'live' && clockOffset === this.#state.clockOffset) return
    // The first sign is only that the stream was opened; live it is when the server has spoken.
    const state = now === undefined && this.#state.state !== 'live' ? this.#state.state : 'live'
    this.#change({ state, clockOffset, ...(state === 'live' ? { lostAt: undefined } : {}) })
  }

  #lost(): void {
    if (this.#state.state === 'paused') return
    this.#change({ state: 'stale', lostAt: this.#state.lostAt ?? Date.now() })
    // A refused session closes the stream for good: ask, so that the token page can appear.
    void this.#client.invalidateQueries({ queryKey: ['session'] })
  }

  #view(name: string, data: unknown): void {
    this.#client.setQueryData(['view', name], data)
    if (this.#state.failing.has(name)) this.#change({ failing: without(this.#state.failing, name) })
  }

  #records(records: readonly RecordView[], skipped: number, scanned: number): void {
    const all = [...records.toReversed(), ...this.#state.tail.records]
    const dropped = this.#state.tail.dropped + skipped + Math.max(0, all.length - keptAtMost)
    this.#change({
      tail: {
        records: all.slice(0, keptAtMost),
        dropped,
        scanned: this.#state.tail.scanned + scanned,
        problem: undefined,
      },
    })
  }

  #change(part: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#listeners) listener()
  }
}

/** Half a second of travel is no difference of clocks. */
function settled(offset: number, before: number): number {
  if (Math.abs(offset) < 500) return 0
  return Math.abs(offset - before) < 500 ? before : offset
}

function without(failing: ReadonlyMap<string, Problem>, name: string): ReadonlyMap<string, Problem> {
  if (!failing.has(name)) return failing
  const rest = new Map(failing)
  rest.delete(name)
  return rest
}
