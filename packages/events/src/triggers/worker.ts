import { textOf } from '@millrace/cloudevents'
import { type BatchSource, type LivenessClock, Refusal, type Timer, pause } from '@millrace/kernel'
import type { EventBlock } from '../brokers/event-block.ts'
import type { EventFeed } from '../brokers/event-feed.ts'
import type { StoredEvent } from '../brokers/stored-event.ts'
import type { Matches } from '../filters/filter.ts'
import { EventReader } from './event-reader.ts'
import { Lanes } from './lanes.ts'
import { type Position, Progress } from './progress.ts'

export interface WorkerOptions {
  /** What all triggers of the broker share. */
  readonly feed: EventFeed
  readonly newSource: () => BatchSource
  readonly topic: string
  /** By partition. */
  readonly positions: readonly Position[]
  readonly matches: Matches
  /** One event after another for each `partitionkey`, and for all that have none. */
  readonly ordered: boolean
  readonly deliver: (event: StoredEvent) => Promise<void>
  /** Makes the positions durable. */
  readonly save: (positions: readonly Position[]) => Promise<void>
  readonly clock: LivenessClock
  readonly signal: AbortSignal
  /** A record that is no event, or a partition that cannot be read. */
  readonly report: (fault: { readonly kind: 'skipped' | 'unreadable' | 'unsaved'; readonly error: Error }) => void
}

/** Bytes read ahead of the deliveries. */
const WINDOW_BYTES = 1 << 20
/** Events under way, waiting for a retry included. */
const EVENTS_UNDER_WAY = 512
/** Events that are done behind one that is not: positions stay small. */
const EVENTS_HELD = 4096
/** Positions are written at most so often: what a crash repeats. */
const SAVE_EVERY_MS = 20
/** When nothing matched, looking at it again costs little. */
const SAVE_PASSED_MS = 1000
const DRAIN_MS = 2000

/**
 * Takes one trigger through its broker's log: evaluates each event once, delivers what matches, and keeps its place.
 * Reading stops while too much is under way, so a slow subscriber costs memory only up to the window.
 */
export class TriggerWorker {
  readonly #options: WorkerOptions
  readonly #progress: Progress[]
  readonly #lanes = new Lanes()
  readonly #reader: EventReader
  readonly #blocks: EventBlock[] = []
  readonly #underWay = new Set<Promise<void>>()
  #admitting: Promise<void> = Promise.resolve()
  #isAdmitting = false
  #room = Promise.withResolvers<void>()
  #isFull = false
  #saving: Promise<void> | undefined
  #dirty = false
  #later: Timer | undefined

  constructor(options: WorkerOptions) {
    this.#options = options
    this.#progress = options.positions.map((position) => new Progress(position))
    this.#reader = new EventReader({
      ...options,
      positions: options.positions.map(({ next }) => next),
      windowBytes: WINDOW_BYTES,
      onBlock: (block) => this.#receive(block),
      onFault: (error) => options.report({ kind: 'unreadable', error }),
    })
    options.signal.addEventListener('abort', () => this.#room.resolve(), { once: true })
  }

  start(): void {
    this.#reader.start()
  }

  /** How many events are under way. */
  get underWay(): number {
    return this.#underWay.size
  }

  positions(): Position[] {
    return this.#progress.map((progress) => progress.position())
  }

  placeOf(partition: number, offset: number): 'unread' | 'under way' | 'done' {
    return this.#progress[partition]?.placeOf(offset) ?? 'unread'
  }

  /** Whether it has begun with everything up to these offsets that it has room for. */
  caughtUp(ends: readonly number[]): boolean {
    return this.#isFull || this.#progress.every(({ reached }, index) => reached >= (ends[index] ?? 0))
  }

  /** After the signal: resolves when nothing runs any more and the place is kept. */
  async stopped(): Promise<void> {
    await this.#reader.close()
    this.#later?.cancel()
    await this.#admitting
    await this.#drained()
    await this.#saving
    const { save, report } = this.#options
    // A disk that is full does not keep the platform from stopping: what was delivered is delivered again.
    await save(this.positions()).catch((error: unknown) => report({ kind: 'unsaved', error: errorOf(error) }))
  }

  /** Requests that are out may still be answered; one that hangs is not waited for, and made again. */
  async #drained(): Promise<void> {
    const waiting = new AbortController()
    const longEnough = pause(this.#options.clock, DRAIN_MS, waiting.signal).catch(() => undefined)
    await Promise.race([Promise.allSettled(this.#underWay), longEnough])
    waiting.abort()
  }

  /** A grant may bring the next block before it returns: blocks are still taken one after another, or events are passed over. */
  #receive(block: EventBlock): void {
    this.#blocks.push(block)
    if (this.#isAdmitting) return
    this.#isAdmitting = true
    this.#admitting = this.#admitAll()
  }

  async #admitAll(): Promise<void> {
    try {
      for (let block = this.#blocks.shift(); block !== undefined; block = this.#blocks.shift()) {
        if (!(await this.#admit(block))) return
      }
    } finally {
      this.#isAdmitting = false
    }
  }

  /** False when the trigger is stopped first. */
  async #admit(block: EventBlock): Promise<boolean> {
    const { signal, matches, report } = this.#options
    const progress = this.#progress[block.partition]
    if (signal.aborted) return false
    if (progress === undefined) return true
    for (const error of block.skipped) report({ kind: 'skipped', error })
    for (const stored of block.events) {
      if (stored.offset < progress.reached || !matches(stored.event)) continue
      await this.#haveRoom(progress)
      if (signal.aborted) return false
      if (progress.begin(stored.offset)) this.#begin(stored, progress)
    }
    progress.passed(block.nextOffset)
    this.#passed()
    this.#reader.grant(block.bytes)
    return true
  }

  async #haveRoom(progress: Progress): Promise<void> {
    while (this.#underWay.size >= EVENTS_UNDER_WAY || progress.held >= EVENTS_HELD) {
      if (this.#options.signal.aborted) return
      this.#room = Promise.withResolvers()
      this.#isFull = true
      await this.#room.promise
      this.#isFull = false
    }
  }

  #begin(event: StoredEvent, progress: Progress): void {
    const { ordered, deliver, signal } = this.#options
    const lane = ordered ? (textOf(event.event, 'partitionkey') ?? '') : undefined
    const delivery = lane === undefined ? deliver(event) : this.#lanes.run(lane, () => deliver(event))
    const done = delivery.then(
      () => {
        progress.finish(event.offset)
        this.#changed()
      },
      (error: unknown) => {
        // Stopped before it was done: it comes again. Anything else is a bug.
        if (!signal.aborted) throw error
      },
    )
    const held = done.finally(() => {
      this.#underWay.delete(held)
      this.#room.resolve()
    })
    this.#underWay.add(held)
  }

  #passed(): void {
    if (this.#saving !== undefined || this.#options.signal.aborted) {
      this.#dirty = true
      return
    }
    this.#later ??= this.#options.clock.timerIn(SAVE_PASSED_MS, () => {
      this.#later = undefined
      this.#changed()
    })
  }

  /** Writes positions when they have changed, one write at a time. */
  #changed(): void {
    this.#dirty = true
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined
    })
  }

  async #save(): Promise<void> {
    const { save, clock, signal, report } = this.#options
    while (this.#dirty && !signal.aborted) {
      this.#dirty = false
      try {
        await save(this.positions())
        await pause(clock, SAVE_EVERY_MS, signal)
      } catch (error) {
        if (signal.aborted) return
        report({ kind: 'unsaved', error: errorOf(error) })
        return
      }
    }
  }
}

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Refusal('UNKNOWN', String(thrown)))
