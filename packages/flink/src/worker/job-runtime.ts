import { recordsIn } from '@millrace/broker'
import { type Kind, type Row, encodeState } from '@millrace/dataflow'
import { type LivenessClock, type RecordBlock, Refusal, type Timer, messageOf } from '@millrace/kernel'
import { DECIMAL_TAG, type Job, type Table, compileJob } from '@millrace/sql'
import type { FromWorker, StartJob } from '../jobs/messages.ts'
import { deadLetterRecord } from './dead-letter.ts'
import { JobInputs } from './job-inputs.ts'
import { restoreState, saveState } from './job-state.ts'
import { OutputBuffer } from './output-buffer.ts'
import { PartitionMerge } from './partition-merge.ts'
import { planJob } from './plan-job.ts'
import type { DeadLetter } from './source-reader.ts'
import { type TableSink, tableSink } from './table-sink.ts'

export interface RuntimePorts {
  readonly post: (message: FromWorker) => void
  readonly liveness: LivenessClock
  /** The system's domain clock; a virtual one comes with the messages. */
  readonly now: () => number
  readonly random: () => number
  /** Calls back when other work had its turn. */
  readonly yield: (next: () => void) => void
}

/** A turn ends after so long, so that other jobs and messages get theirs. */
const TURN_MS = 10
/** Between two looks at the clock. */
const RECORDS_AT_A_TIME = 64
/** Output that waits for its epoch: beyond, the job waits for the commit. */
const PENDING_BYTES = 8 * 1024 * 1024
/** Output becomes visible so much later. */
const EPOCH_MS = 100
/** Taking a checkpoint may use one part in so many of the job's time. */
const CHECKPOINT_SHARE = 10
/** State that is not written is measured so often, at most. */
const MEASURE_MS = 1000
/** It takes memory only, so it may be so many times as large. */
const UNWRITTEN_TIMES = 4

interface PendingBlock {
  readonly input: number
  readonly nextOffset: number
  readonly bytes: number
}

/** One job in its worker: reads, computes, and hands over epochs. Everything runs in one thread, in turns. */
export class JobRuntime {
  readonly #start: StartJob
  readonly #ports: RuntimePorts
  readonly #job: Job
  readonly #merge: PartitionMerge
  readonly #inputs: JobInputs
  readonly #output: OutputBuffer
  readonly #sinks = new Map<string, TableSink>()
  /** Blocks whose records are not all processed: their bytes are not given back yet. */
  #blocks: PendingBlock[] = []
  #now: number
  #rows: [Kind, Row][] = []
  #outstandingRows = 0
  #epoch: number
  #committing = false
  #dirty = false
  #epochTimer: Timer | undefined
  #checkpointMs = 0
  readonly #keepsNothing: boolean
  #measuredAt: number
  #settling: { readonly turn: number; readonly ends: readonly number[] }[] = []
  #running = false
  #over = false
  /** The epoch under way is the last one. */
  #last = false
  #due: number | undefined
  #counted = 0

  /** @throws Refusal, Fault when the job cannot be made again, or its state does not fit */
  constructor(start: StartJob, ports: RuntimePorts) {
    this.#start = start
    this.#ports = ports
    this.#now = start.now
    this.#epoch = start.epoch
    this.#merge = new PartitionMerge(start.inputs)
    this.#output = new OutputBuffer(start.partitions)
    const plans = planJob(start.spec)
    // Sinks come first: what a crash left of them is put in order before anything is written.
    for (const plan of plans) if (plan.op === 'sink') this.#sinkOf(plan.table)
    this.#job = compileJob(plans, {
      now: () => this.#clock(),
      random: ports.random,
      settings: new Map(Object.entries(start.spec.settings)),
      receive: (table, kind, row) => this.#receive(table, kind, row),
    })
    this.#inputs = new JobInputs(start, this.#job, ports.random)
    this.#keepsNothing = this.#isUnseen()
    this.#measuredAt = ports.liveness.now()
    if (start.state === undefined) {
      this.#job.start()
      this.#dirty = true
    } else {
      restoreState(this.#keepers, start.state)
      // It had read everything and was cut off before that was told: an empty epoch tells it.
      this.#dirty = this.#inputs.ended
    }
    this.#wake()
  }

  block(input: number, block: RecordBlock, now: number, ends: readonly number[]): void {
    this.#moveClock(now)
    this.#merge.ends(ends)
    const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength)
    const records = [...recordsIn(bytes)].filter(({ offset }) => offset >= block.fromOffset)
    this.#merge.add(input, records, block.nextOffset)
    this.#blocks.push({ input, nextOffset: block.nextOffset, bytes: bytes.length })
    this.#wake()
  }

  clock(now: number): void {
    this.#moveClock(now)
    this.#due = undefined
    this.#wake()
  }

  settle(turn: number, now: number, ends: readonly number[], follow: boolean): void {
    this.#moveClock(now)
    this.#merge.ends(ends)
    this.#settling.push({ turn, ends })
    if (follow && this.#merge.reached(ends)) this.#inputs.follow(now)
    this.#due = undefined
    this.#wake()
  }

  committed(epoch: number): void {
    if (epoch !== this.#epoch) return
    this.#committing = false
    this.#guarded(() => {
      for (const sink of this.#sinks.values()) sink.committed?.(epoch)
      // Nothing can come any more, and all of it is where it belongs.
      if (this.#last) this.#end()
    })
    this.#wake()
  }

  credit(rows: number): void {
    this.#outstandingRows -= rows
    this.#wake()
  }

  stop(): void {
    this.#over = true
    this.#epochTimer?.cancel()
  }

  get #keepers() {
    return { graph: this.#job.graph, inputs: this.#inputs }
  }

  readonly #deadLetter: DeadLetter = (target, record, topic, partition, reason) => {
    this.#output.add(target, deadLetterRecord(record, topic, partition, reason))
  }

  #clock(): number {
    return this.#start.clock === 'virtual' ? this.#now : Math.max(this.#now, this.#ports.now())
  }

  #moveClock(now: number): void {
    if (now > this.#now) this.#now = now
  }

  #receive(table: Table | undefined, kind: Kind, row: Row): void {
    this.#dirty = true
    if (table === undefined || this.#start.output === 'rows') {
      this.#rows.push([kind, row])
      return
    }
    this.#sinkOf(table).take(kind, row)
  }

  #sinkOf(table: Table): TableSink {
    const name = table.path.join('\n')
    const known = this.#sinks.get(name)
    if (known !== undefined) return known
    const { own, spec } = this.#start
    const print = (line: string): void => this.#print(line)
    const sink = tableSink(table, { output: this.#output, own, print, job: spec.id, epoch: this.#start.epoch })
    this.#sinks.set(name, sink)
    return sink
  }

  #print(line: string): void {
    this.#ports.post({ kind: 'printed', job: this.#start.spec.id, line })
  }

  #wake(): void {
    if (this.#running || this.#over) return
    this.#running = true
    this.#ports.yield(() => {
      this.#running = false
      this.#guarded(() => {
        if (this.#turn()) this.#wake()
      })
    })
  }

  #guarded(work: () => void): void {
    if (this.#over) return
    try {
      work()
    } catch (error) {
      this.stop()
      const { code } = error as { code?: unknown }
      const job = this.#start.spec.id
      this.#ports.post({
        kind: 'failed',
        job,
        code: typeof code === 'string' ? code : 'SQL_RUNTIME',
        text: messageOf(error),
      })
    }
  }

  /** One turn; whether there is more to do at once. */
  #turn(): boolean {
    const now = this.#clock()
    this.#job.graph.clock(now)
    if (this.#inputs.moveWatermarks(now)) this.#dirty = true
    const more = this.#process()
    this.#releaseBlocks()
    if (this.#inputs.endRead(this.#merge.positions())) this.#dirty = true
    this.#measure()
    this.#giveRows()
    this.#sayDue()
    this.#closeEpoch(this.#checkSettled(more))
    if (!more) this.#sayCounts()
    return more
  }

  #process(): boolean {
    const until = this.#ports.liveness.now() + TURN_MS
    while (this.#ports.liveness.now() < until) {
      if (this.#isFull()) return false
      const now = this.#clock()
      let taken = 0
      for (; taken < RECORDS_AT_A_TIME; taken++) {
        const merged = this.#merge.take()
        if (merged === undefined) break
        this.#dirty = true
        this.#inputs.take(merged, now, this.#deadLetter)
      }
      const { more, some } = this.#inputs.pull(now)
      if (some) this.#dirty = true
      if (taken < RECORDS_AT_A_TIME && !more) return false
    }
    return true
  }

  #releaseBlocks(): void {
    if (this.#blocks.length === 0) return
    const positions = this.#merge.positions()
    this.#blocks = this.#blocks.filter(({ input, nextOffset, bytes }) => {
      if ((positions[input] ?? 0) < nextOffset) return true
      if (bytes > 0) this.#ports.post({ kind: 'done', job: this.#start.spec.id, input, bytes })
      return false
    })
  }

  #isFull(): boolean {
    if (this.#start.output === 'rows') {
      return this.#outstandingRows + this.#rows.length >= this.#start.bufferedRowCount
    }
    return this.#isOutputFull()
  }

  #isOutputFull(): boolean {
    return this.#output.bytes >= PENDING_BYTES || [...this.#sinks.values()].some((sink) => sink.isFull?.() === true)
  }

  #giveRows(): void {
    if (this.#rows.length === 0) return
    const rows = encodeState(this.#rows, [DECIMAL_TAG])
    const count = this.#rows.length
    this.#outstandingRows += count
    this.#rows = []
    this.#ports.post({ kind: 'rows', job: this.#start.spec.id, rows: new Uint8Array(rows), count })
  }

  #sayDue(): void {
    const now = this.#clock()
    const due = this.#inputs.due(now)
    if (due === this.#due) return
    // A timer that is set is good enough for what is due after it.
    if (this.#due !== undefined && due !== undefined && due > this.#due && this.#due > now) return
    this.#due = due
    this.#ports.post({ kind: 'due', job: this.#start.spec.id, at: due })
  }

  /** Says what is settled; whether something that was to be has been processed, and only waits for its commit. */
  #checkSettled(more: boolean): boolean {
    if (this.#settling.length === 0 || more) return false
    // A query that nobody fetches stands still: waiting for it would be for ever.
    const waits = this.#start.output === 'rows' && this.#isFull()
    const reached = this.#settling.filter(({ ends }) => waits || this.#merge.reached(ends))
    if (reached.length === 0) return false
    if (this.#committing || (this.#dirty && this.#start.output === 'tables')) return true
    this.#settling = this.#settling.filter((one) => !reached.includes(one))
    for (const { turn } of reached) this.#ports.post({ kind: 'settled', job: this.#start.spec.id, turn })
    return false
  }

  #closeEpoch(settled: boolean): void {
    if (this.#start.output === 'rows') {
      if (this.#inputs.ended) this.#end()
      return
    }
    if (this.#committing || !this.#dirty) return
    if (settled || this.#inputs.ended || this.#isOutputFull()) {
      this.#commit()
      return
    }
    const wait = Math.max(EPOCH_MS, this.#checkpointMs * CHECKPOINT_SHARE)
    this.#epochTimer ??= this.#ports.liveness.timerIn(wait, () => {
      this.#epochTimer = undefined
      this.#guarded(() => {
        if (!this.#committing && this.#dirty) this.#commit()
      })
    })
  }

  #commit(): void {
    this.#epochTimer?.cancel()
    this.#epochTimer = undefined
    const state = this.#keepsNothing ? [] : this.#checkpoint()
    this.#dirty = false
    this.#committing = true
    this.#epoch += 1
    for (const sink of this.#sinks.values()) sink.prepare?.(this.#epoch)
    this.#last = this.#inputs.ended
    const positions = this.#merge.positions()
    const output = this.#output.take(this.#clock())
    this.#ports.post({ kind: 'epoch', job: this.#start.spec.id, number: this.#epoch, positions, output, state })
  }

  /** Where all of it goes into nothing, nobody can tell whether a job went on or began anew; a query never goes on. */
  #isUnseen(): boolean {
    if (this.#start.output === 'rows') return true
    const hasDeadLetters = this.#inputs.readers.some(({ deadLetters }) => deadLetters !== undefined)
    return !hasDeadLetters && [...this.#sinks.values()].every((sink) => sink.forgets === true)
  }

  /** There is a limit on state where none is written, too. */
  #measure(): void {
    if (!this.#keepsNothing) return
    const wait = Math.max(MEASURE_MS, this.#checkpointMs * CHECKPOINT_SHARE)
    if (this.#ports.liveness.now() - this.#measuredAt < wait) return
    this.#checkpoint()
    this.#measuredAt = this.#ports.liveness.now()
  }

  /** @throws Refusal SQL_LIMIT */
  #checkpoint(): readonly Uint8Array[] {
    const began = this.#ports.liveness.now()
    const state = saveState(this.#keepers)
    const bytes = state.reduce((sum, chunk) => sum + chunk.length, 0)
    this.#checkpointMs = this.#ports.liveness.now() - began
    const most = this.#start.stateBytes * (this.#keepsNothing ? UNWRITTEN_TIMES : 1)
    if (bytes <= most) return state
    const stays = this.#keepsNothing ? '' : ': its last checkpoint stays as it is'
    throw new Refusal('SQL_LIMIT', `the job's state has ${bytes} bytes, and ${most} is the most${stays}`)
  }

  #end(): void {
    this.stop()
    this.#sayCounts()
    this.#ports.post({ kind: 'ended', job: this.#start.spec.id })
  }

  #sayCounts(): void {
    const operators = this.#job.graph.counts()
    const total = operators.reduce((sum, { changes }) => sum + changes, 0)
    if (total === this.#counted) return
    this.#counted = total
    const { skipped, watermark } = this.#inputs
    this.#ports.post({ kind: 'counts', job: this.#start.spec.id, operators, skipped, watermark })
  }
}
