import type { AnyTopic, Chunk, Fetcher, KafkaClient, Position, TopicDescription } from '@millrace/client'
import { Fault, messageOf, pause, type Timer } from '@millrace/kernel'
import { SnapshotKeeper } from '../snapshot/keeper.ts'
import { BadRecords } from './bad-records.ts'
import { Build } from './build.ts'
import { Ends } from './ends.ts'
import { Positions } from './positions.ts'
import { survey, type Survey } from './survey.ts'
import type { View, ViewCounts, ViewOptions, ViewProgress } from './view-options.ts'
import { Waiters } from './waiters.ts'

const WATCH_MS = 5000
const SNAPSHOT_MS = 60_000
const WAIT_MS = 30_000

/** @see View */
export class TopicView<T extends AnyTopic, S> implements View<S> {
  readonly name: string
  readonly #kafka: KafkaClient
  readonly #options: ViewOptions<T, S>
  readonly #reader: Fetcher
  readonly #bad: BadRecords
  readonly #ends: Ends
  readonly #keeper: SnapshotKeeper<S> | undefined
  readonly #waiters: Waiters
  readonly #stop = new AbortController()
  readonly #applied = new Set<() => void>()
  readonly #replaced = new Set<(before: S, after: S) => void>()
  readonly #whole = Promise.withResolvers<void>()
  readonly #held: (() => void)[] = []
  #topics: readonly TopicDescription[] = []
  #shown: Build<T, S>
  #next: Build<T, S> | undefined
  #phase: ViewProgress['phase'] = 'starting'
  #holding = false
  #rebuilds = 0
  #rebuildDue = false
  #startedFrom: ViewCounts['startedFrom']
  #saved = new Positions()
  readonly #timers = new Map<() => Promise<void>, Timer>()
  #changing: Promise<void>
  #stopped: Promise<void> | undefined

  constructor(kafka: KafkaClient, options: ViewOptions<T, S>) {
    this.name = options.name
    this.#kafka = kafka
    this.#options = options
    this.#bad = new BadRecords(kafka, options.name, options.deadLetter ?? '.dlq')
    this.#ends = new Ends(
      kafka,
      options.topics.map(({ name }) => name),
    )
    this.#keeper = options.snapshot && new SnapshotKeeper(options.name, options.snapshot, kafka.ports)
    this.#waiters = new Waiters(kafka.ports.clocks.liveness)
    this.#shown = this.#build(options.empty(), new Positions(), new Positions())
    this.#reader = kafka.reader({
      deliver: (chunk, release) => this.#deliver(chunk, release),
      lost: ({ topic, partition, reason }) => this.#rebuild(`${topic}-${partition}: ${reason}`),
      trouble: (reason) =>
        kafka.ports.log.error({ view: this.name, reason: reason.message }, 'a view cannot read its topics'),
    })
    this.#whole.promise.catch(() => undefined)
    this.#changing = this.#start().catch((error: unknown) => this.#whole.reject(error))
  }

  get state(): S {
    return this.#shown.state
  }

  get phase(): ViewProgress['phase'] {
    return this.#phase
  }

  get positions(): readonly Position[] {
    return this.#shown.positions.list()
  }

  get progress(): ViewProgress {
    const { start, positions, target } = this.#next ?? this.#shown
    const of = start.distanceTo(target)
    const records = of - positions.distanceTo(target)
    const whole = this.#phase === 'ready'
    return {
      phase: this.#phase,
      records,
      of,
      percent: whole || of === 0 ? (whole ? 100 : 0) : Math.floor((100 * records) / of),
    }
  }

  get counts(): ViewCounts {
    const { applied } = this.#next ?? this.#shown
    return { applied, bad: this.#bad.count, rebuilds: this.#rebuilds, startedFrom: this.#startedFrom }
  }

  ready(): Promise<void> {
    return this.#whole.promise
  }

  async waitFor(position: Position, timeoutMs = WAIT_MS): Promise<void> {
    if (position.offset < 0) return this.current(timeoutMs)
    const target = Positions.of([{ ...position, offset: position.offset + 1 }])
    return this.#waiters.reached(target, this.#shown.positions, timeoutMs, this.name)
  }

  async current(timeoutMs = WAIT_MS): Promise<void> {
    const target = await this.#ends.now()
    return this.#waiters.reached(target, this.#shown.positions, timeoutMs, this.name)
  }

  onApplied(listener: () => void): () => void {
    this.#applied.add(listener)
    return () => this.#applied.delete(listener)
  }

  onReplaced(listener: (before: S, after: S) => void): () => void {
    this.#replaced.add(listener)
    return () => this.#replaced.delete(listener)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end()
    return this.#stopped
  }

  async #start(): Promise<void> {
    const found = await survey(
      this.#kafka,
      this.#options.topics.map(({ name }) => name),
      this.#stop.signal,
    )
    const restored = await this.#keeper?.restore(found)
    this.#startedFrom = restored === undefined ? 'beginning' : 'snapshot'
    const start = restored?.positions ?? found.earliest
    this.#saved = restored?.positions ?? new Positions()
    this.#shown = this.#build(restored?.state ?? this.#options.empty(), start, found.stable)
    this.#phase = 'building'
    this.#read(found, start)
    this.#after(WATCH_MS, () => this.#watch())
    if (this.#keeper !== undefined) this.#after(this.#options.snapshot?.everyMs ?? SNAPSHOT_MS, () => this.#save())
    this.#moved()
  }

  #build(state: S, start: Positions, target: Positions): Build<T, S> {
    const { topics, apply } = this.#options
    return new Build({ topics, apply, state, start, target, bad: (record, reason) => this.#bad.report(record, reason) })
  }

  #read({ topics }: Survey, start: Positions): void {
    for (const { name, partitions } of this.#topics) {
      for (let partition = 0; partition < partitions; partition++) this.#reader.unassign(name, partition)
    }
    this.#topics = topics
    this.#held.length = 0
    for (const { topic, partition, offset } of start.list()) this.#reader.assign(topic, partition, offset)
  }

  #deliver(chunk: Chunk, release: () => void): void {
    if (this.#holding) {
      this.#held.push(() => this.#deliver(chunk, release))
      return
    }
    const build = this.#next ?? this.#shown
    // A chunk that was fetched before the positions were set back belongs to nobody.
    if (build.positions.get(chunk) !== undefined) build.take(chunk)
    release()
    if (build === this.#next && build.whole) this.#replace(build)
    this.#moved()
    if (chunk.records.length > 0) for (const listener of this.#applied) listener()
  }

  #moved(): void {
    if (this.#phase === 'building' && this.#shown.whole) {
      this.#phase = 'ready'
      const { applied, start, target } = this.#shown
      this.#kafka.ports.log.info(
        { view: this.name, applied, offsets: start.distanceTo(target), from: this.#startedFrom },
        'a view is ready',
      )
      this.#whole.resolve()
    }
    this.#waiters.moved(this.#shown.positions)
  }

  #replace(build: Build<T, S>): void {
    const before = this.#shown.state
    this.#shown = build
    this.#next = undefined
    this.#phase = 'ready'
    this.#kafka.ports.log.info({ view: this.name, applied: build.applied }, 'a view is rebuilt')
    this.#whole.resolve()
    for (const listener of this.#replaced) listener(before, build.state)
  }

  /** From the beginning into a new state; the old one is shown until the new one is whole. */
  #rebuild(reason: string): void {
    if (this.#stop.signal.aborted || this.#rebuildDue) return
    this.#rebuildDue = true
    this.#kafka.ports.log.warn({ view: this.name, reason }, 'a view is rebuilt: its topics are not what they were')
    this.#changing = this.#changing.then(() => this.#again())
  }

  async #again(): Promise<void> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        const found = await survey(
          this.#kafka,
          this.#options.topics.map(({ name }) => name),
          this.#stop.signal,
        )
        this.#rebuildDue = false
        this.#rebuilds++
        this.#phase = 'rebuilding'
        this.#next = this.#build(this.#options.empty(), found.earliest, found.stable)
        this.#read(found, found.earliest)
        if (this.#next.whole) this.#replace(this.#next)
        this.#moved()
        return
      } catch (error) {
        this.#kafka.ports.log.error({ view: this.name, reason: messageOf(error) }, 'a view cannot be rebuilt yet')
        await pause(this.#kafka.ports.clocks.liveness, WATCH_MS, this.#stop.signal).catch(() => undefined)
      }
    }
  }

  /** Topics may get more partitions, or be deleted and created again. */
  async #watch(): Promise<void> {
    const topics = await this.#kafka
      .admin()
      .describeTopics(this.#topics.map(({ name }) => name))
      .catch(() => [])
    for (const found of topics) {
      const known = this.#topics.find(({ name }) => name === found.name)
      if (known === undefined || this.#phase === 'rebuilding') continue
      if (known.id !== found.id) {
        this.#rebuild(`${found.name}: recreated`)
        return
      }
      for (let partition = known.partitions; partition < found.partitions; partition++) {
        this.#shown.positions.set({ topic: found.name, partition }, 0)
        this.#reader.assign(found.name, partition, 0)
      }
      this.#topics = this.#topics.map((topic) => (topic === known ? found : topic))
    }
  }

  async #save(): Promise<void> {
    const { state, positions } = this.#shown
    const snapshot = Positions.of(positions.list())
    if (this.#keeper === undefined || this.#phase !== 'ready' || this.#saved.reached(snapshot)) return
    this.#holding = true
    try {
      await this.#keeper.save(state, snapshot, this.#topics, () => this.#release())
      this.#saved = snapshot
    } catch (error) {
      this.#kafka.ports.log.error(
        { view: this.name, reason: messageOf(error) },
        'the snapshot of a view could not be saved',
      )
    }
  }

  #release(): void {
    this.#holding = false
    for (const deliver of this.#held.splice(0)) deliver()
  }

  #after(delayMs: number, work: () => Promise<void>): void {
    const run = (): void => {
      void work().finally(() => {
        if (!this.#stop.signal.aborted) this.#after(delayMs, work)
      })
    }
    this.#timers.set(work, this.#kafka.ports.clocks.liveness.timerIn(delayMs, run))
  }

  async #end(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', `view ${this.name} is stopped`))
    for (const timer of this.#timers.values()) timer.cancel()
    await this.#changing
    await this.#reader.close()
    await this.#save()
    await this.#bad.settled()
    this.#phase = 'stopped'
    this.#whole.reject(new Fault('CLOSED', `view ${this.name} was stopped before it was ready`))
  }
}

/** Starts a view; `ready()` says when it is whole. */
export function view<T extends AnyTopic, S>(kafka: KafkaClient, options: ViewOptions<T, S>): View<S> {
  return new TopicView(kafka, options)
}
