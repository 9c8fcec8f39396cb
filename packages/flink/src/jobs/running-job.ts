import type { Broker } from '@millrace/broker'
import type { BatchSource, Clocks, EpochSink, LogPort, OutputBatch, Random, Timer } from '@millrace/kernel'
import { Fault, Refusal, messageOf, pause } from '@millrace/kernel'
import { ForeignKafka } from '../foreign/foreign-kafka.ts'
import { isForeign } from '../foreign/kafka-name.ts'
import { KafkaSource } from '../foreign/kafka-source.ts'
import type { JobStates, StoredState } from '../state/job-states.ts'
import type { JobTables } from './job-tables.ts'
import type { JobWorker } from './job-worker.ts'
import type { EpochMessage, FromWorker, JobSpec, OperatorCount } from './messages.ts'
import { type Prepared, prepareJob } from './prepare-job.ts'

/** Bytes of one partition that may be under way to the worker. */
const WINDOW_BYTES = 512 * 1024
/** A commit that the disk refuses is tried again so often. */
const COMMIT_TRIES = 5
const COMMIT_BACKOFF_MS = 200

export interface JobOptions {
  readonly spec: JobSpec
  readonly tables: JobTables
  readonly output: 'tables' | 'rows'
  /** State of the last epoch. */
  readonly state: StoredState | undefined
  readonly broker: Broker
  readonly states: JobStates
  readonly worker: JobWorker
  readonly clocks: Clocks
  readonly random: Random
  readonly log: LogPort
  readonly clock: 'system' | 'virtual'
  readonly own: readonly string[]
  readonly stateBytes: number
  readonly bufferedRowCount: number
  readonly events: JobEvents
}

/** What becomes of a job. Each end is told once. */
export interface JobEvents {
  ended(): void
  failed(code: string, text: string): void
  /** The thread died: nothing is lost, the job is to be started again. */
  crashed(): void
  rows?(rows: Uint8Array, count: number): void
  printed?(line: string): void
}

/** What a job has done since it was started here. */
export interface JobFigures {
  operators: readonly OperatorCount[]
  /** Records that could not be read and were passed over. */
  skipped: number
  /** ms since 1970 */
  watermark: number | undefined
  epochs: number
  stateBytes: number
}

/** A job from the main thread's side: brings it blocks, commits its epochs, sets its timers. */
export class RunningJob {
  readonly figures: JobFigures = { operators: [], skipped: 0, watermark: undefined, epochs: 0, stateBytes: 0 }
  readonly #options: JobOptions
  readonly #inputs: Prepared['inputs']
  readonly #sink: EpochSink | undefined
  readonly #foreign: ForeignKafka
  readonly #sources: BatchSource[] = []
  readonly #settling = new Map<number, () => void>()
  #timer: Timer | undefined
  #turn = 0
  #over = false
  #committing: Promise<void> = Promise.resolve()

  private constructor(options: JobOptions, { inputs }: Prepared, sink: EpochSink | undefined, foreign: ForeignKafka) {
    this.#options = options
    this.#inputs = inputs
    this.#sink = sink
    this.#foreign = foreign
  }

  /** @throws Refusal SQL_VALIDATION; JOB_IN_USE */
  static async start(options: JobOptions): Promise<RunningJob> {
    const { broker, tables, own, spec, output, state } = options
    const foreign = new ForeignKafka(spec.id, options)
    const sink = output === 'rows' ? undefined : await broker.epochs.sink(epochName(spec.id))
    try {
      const last = await sink?.recover()
      const prepared = await prepareJob({ broker, foreign, own }, tables, last?.sources)
      // The platform may have ended between the epoch and its delivery.
      if (last !== undefined && state !== undefined) await foreign.deliver(last.number, state.outbox, true)
      const job = new RunningJob(options, prepared, sink, foreign)
      await job.#begin(prepared, last?.number ?? 0)
      return job
    } catch (error) {
      await sink?.close()
      await foreign.close()
      throw error
    }
  }

  /** Where each input stands at its end now. */
  ends(): number[] {
    const { topics } = this.#options.broker
    return this.#inputs.map(({ topic, partition, end }, input) => {
      const source = this.#sources[input]
      if (source instanceof KafkaSource) return source.ends.get(partition) ?? end
      const found = topics.get(topic)
      return found === undefined ? end : (topics.partition(found, partition)?.lastStableOffset ?? end)
    })
  }

  /**
   * Resolves when everything that is in the job's topics now has been processed and committed. With `follow`, sources
   * that have nothing more let their watermarks move with the clock.
   */
  settle(follow: boolean): Promise<void> {
    if (this.#over) return Promise.resolve()
    const turn = ++this.#turn
    return new Promise((resolve) => {
      this.#settling.set(turn, resolve)
      const now = this.#options.clocks.domain.now()
      this.#post({ kind: 'settle', job: this.#id, turn, now, ends: this.ends(), follow })
    })
  }

  /** Rows were taken: so many more may come. */
  credit(rows: number): void {
    this.#post({ kind: 'credit', job: this.#id, rows })
  }

  /** Stops it where it is; what is committed stays. */
  async stop(): Promise<void> {
    if (this.#over) return
    await this.#end()
  }

  get #id(): string {
    return this.#options.spec.id
  }

  #post(message: Parameters<JobWorker['post']>[0]): void {
    this.#options.worker.post(message)
  }

  async #begin({ inputs, ranges, partitions }: Prepared, epoch: number): Promise<void> {
    const { worker, spec, output, own, clocks, clock, stateBytes, bufferedRowCount } = this.#options
    const now = clocks.domain.now()
    const words = { spec, output, state: this.#options.state?.bytes, own, clock, stateBytes, bufferedRowCount }
    worker.attach(spec.id, { message: (message) => this.#hear(message), crashed: () => this.#crashed() })
    this.#post({ ...words, kind: 'start', inputs, ranges, partitions, epoch, now })
    for (const [index, input] of inputs.entries()) await this.#read(input, index)
  }

  async #read({ topic, partition, offset }: Prepared['inputs'][number], input: number): Promise<void> {
    const { broker } = this.#options
    const source = isForeign(topic) ? await this.#foreign.source(topic, partition, offset) : broker.newSource()
    this.#sources.push(source)
    source.onBlock((block) => {
      const now = this.#options.clocks.domain.now()
      this.#post({ kind: 'block', job: this.#id, input, block, now, ends: this.ends() })
    })
    source.onFault((_, error) => this.#fail('SQL_RUNTIME', `${topic}-${partition} cannot be read on: ${error.message}`))
    if (source instanceof KafkaSource) return
    source.assign([{ topic, partition, offset }])
    source.grant(WINDOW_BYTES)
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'done':
        this.#sources[message.input]?.grant(message.bytes)
        return
      case 'epoch':
        this.#committing = this.#commit(message)
        return
      case 'rows':
        this.#options.events.rows?.(message.rows, message.count)
        return
      case 'counts':
        Object.assign(this.figures, {
          operators: message.operators,
          skipped: message.skipped,
          watermark: message.watermark,
        })
        return
      case 'due':
        this.#setTimer(message.at)
        return
      case 'settled':
        this.#settling.get(message.turn)?.()
        this.#settling.delete(message.turn)
        return
      case 'printed':
        this.#options.events.printed?.(message.line)
        return
      case 'ended':
        void this.#end().then(() => this.#options.events.ended())
        return
      case 'failed':
        this.#fail(message.code, message.text)
    }
  }

  #setTimer(at: number | undefined): void {
    this.#timer?.cancel()
    this.#timer = undefined
    if (at === undefined || this.#over) return
    const { clocks } = this.#options
    this.#timer = clocks.domain.timerAt(at, () => {
      this.#post({ kind: 'clock', job: this.#id, now: clocks.domain.now() })
    })
  }

  async #commit(message: EpochMessage): Promise<void> {
    const { states, clocks } = this.#options
    const sources = this.#inputs.map(({ topic, partition }, at) => {
      return { topic, partition, nextOffset: message.positions[at] as number }
    })
    const [outbox, own] = [message.output.filter(isOutgoing), message.output.filter((batch) => !isOutgoing(batch))]
    const written = states.batches(this.#id, message.state, outbox, clocks.domain.now())
    try {
      await this.#commitTrying({ number: message.number, sources, output: [...own, ...written] })
      // What is written down is delivered, now or after a restart.
      await this.#foreign.deliver(message.number, outbox, false)
    } catch (error) {
      this.#fail(codeOf(error), `an epoch was not committed: ${messageOf(error)}`)
      return
    }
    this.figures.epochs += 1
    this.figures.stateBytes = message.state.reduce((sum, chunk) => sum + chunk.length, 0)
    if (this.#over) return
    this.#post({ kind: 'committed', job: this.#id, epoch: message.number })
  }

  /** A full disk or a busy log may pass. */
  async #commitTrying(epoch: Parameters<EpochSink['commit']>[0]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#sink?.commit(epoch)
        return
      } catch (error) {
        if (!(error instanceof Fault) || tries === COMMIT_TRIES || this.#over) throw error
        await pause(this.#options.clocks.liveness, COMMIT_BACKOFF_MS * 2 ** tries)
      }
    }
  }

  #fail(code: string, text: string): void {
    if (this.#over) return
    void this.#end().then(() => this.#options.events.failed(code, text))
  }

  #crashed(): void {
    if (this.#over) return
    void this.#end().then(() => this.#options.events.crashed())
  }

  async #end(): Promise<void> {
    if (this.#over) return
    this.#over = true
    await this.#committing
    await this.#release()
  }

  async #release(): Promise<void> {
    this.#over = true
    this.#timer?.cancel()
    this.#post({ kind: 'stop', job: this.#id })
    this.#options.worker.detach(this.#id)
    for (const resolve of this.#settling.values()) resolve()
    this.#settling.clear()
    await Promise.all(this.#sources.map((source) => source.close()))
    await this.#sink?.close()
    await this.#foreign.close()
  }
}

const isOutgoing = ({ topic }: OutputBatch): boolean => isForeign(topic)

/** The name under which the broker keeps where a job stands. */
export const epochName = (job: string): string => `sql/${job}`

function codeOf(error: unknown): string {
  return error instanceof Refusal || error instanceof Fault ? error.code : 'SQL_RUNTIME'
}
