import { recordsIn } from '@millrace/broker'
import { END_OF_TIME, type Kind, type Row, encodeState } from '@millrace/dataflow'
import { type LivenessClock, Refusal, type Timer, messageOf } from '@millrace/kernel'
import { DECIMAL_TAG, type Job, type Table, compileJob } from '@millrace/sql'
import type { RecordBlock } from '@millrace/kernel'
import { ioOf } from '../connectors/table-io.ts'
import type { FromWorker, StartJob } from '../jobs/messages.ts'
import { deadLetterRecord } from './dead-letter.ts'
import { restoreState, saveState } from './job-state.ts'
import { OutputBuffer } from './output-buffer.ts'
import { type Merged, PartitionMerge } from './partition-merge.ts'
import { planJob } from './plan-job.ts'
import { SourceReader } from './source-reader.ts'
import { datagen } from './sources/datagen.ts'
import type { LocalSource } from './sources/local-source.ts'
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

interface LocalInput {
  readonly node: number
  readonly source: LocalSource
  ended: boolean
}

/** One job in its worker: reads, computes, and hands over epochs. Everything runs in one thread, in turns. */
export class JobRuntime {
  readonly #start: StartJob
  readonly #ports: RuntimePorts
  readonly #job: Job
  readonly #merge: PartitionMerge
  readonly #readers: SourceReader[] = []
  readonly #byTopic = new Map<string, SourceReader[]>()
  readonly #locals: LocalInput[] = []
  readonly #output: OutputBuffer
  readonly #sinks = new Map<string, TableSink>()
  /** Blocks whose records are not all processed: their bytes are not given back yet. */
  #blocks: { readonly input: number; readonly nextOffset: number; readonly bytes: number }[] = []
  #now: number
  #rows: [Kind, Row][] = []
  #outstandingRows = 0
  #epoch: number
  #committing = false
  #dirty = false
  #epochTimer: Timer | undefined
  #checkpointMs = 0
  #settling: { readonly turn: number; readonly ends: readonly number[] } | undefined
  #running = false
  #over = false
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
    this.#job = compileJob(planJob(start.spec), {
      now: () => this.#clock(),
      random: ports.random,
      receive: (table, kind, row) => this.#receive(table, kind, row),
    })
    for (const source of this.#job.sources) this.#addSource(source)
    if (start.state === undefined) {
      this.#job.start()
      this.#dirty = true
    } else restoreState(this.#keepers(), start.state)
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
    this.#settling = { turn, ends }
    if (follow && this.#merge.reached(ends)) for (const { watermark } of this.#readers) watermark.follow(now)
    this.#due = undefined
    this.#wake()
  }

  committed(epoch: number): void {
    if (epoch !== this.#epoch) return
    this.#committing = false
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

  #clock(): number {
    return this.#start.clock === 'virtual' ? this.#now : Math.max(this.#now, this.#ports.now())
  }

  #moveClock(now: number): void {
    if (now > this.#now) this.#now = now
  }

  #keepers() {
    const locals = this.#locals.map(({ source }) => source)
    return { graph: this.#job.graph, readers: this.#readers, locals }
  }

  #addSource(source: Job['sources'][number]): void {
    const { spec, own, ranges } = this.#start
    const io = ioOf(source.table, 'source', own)
    switch (io.kind) {
      case 'log': {
        const range = ranges[source.table.path.join('\n')] ?? { starts: [] }
        const reader = new SourceReader(source, io.topic, range, spec.settings, this.#now)
        this.#readers.push(reader)
        this.#byTopic.set(io.topic, [...(this.#byTopic.get(io.topic) ?? []), reader])
        return
      }
      case 'datagen':
        this.#locals.push({
          node: source.node,
          source: datagen(source.table, this.#ports.random, this.#now),
          ended: false,
        })
        return
      default:
        throw new Refusal('SQL_UNSUPPORTED', `a source of kind ${io.kind}`)
    }
  }

  #receive(table: Table | undefined, kind: Kind, row: Row): void {
    this.#dirty = true
    if (table === undefined || this.#start.output === 'rows') {
      this.#rows.push([kind, row])
      return
    }
    const name = table.path.join('\n')
    let sink = this.#sinks.get(name)
    if (sink === undefined) {
      sink = tableSink(table, { output: this.#output, own: this.#start.own, print: (line) => this.#print(line) })
      this.#sinks.set(name, sink)
    }
    sink(kind, row)
  }

  #print(line: string): void {
    this.#ports.post({ kind: 'printed', job: this.#start.spec.id, line })
  }

  #wake(): void {
    if (this.#running || this.#over) return
    this.#running = true
    this.#ports.yield(() => {
      this.#running = false
      if (this.#over) return
      try {
        if (this.#turn()) this.#wake()
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  #fail(error: unknown): void {
    this.stop()
    const code = (error as { code?: unknown }).code
    this.#ports.post({
      kind: 'failed',
      job: this.#start.spec.id,
      code: typeof code === 'string' ? code : 'SQL_RUNTIME',
      text: messageOf(error),
    })
  }

  /** One turn; whether there is more to do at once. */
  #turn(): boolean {
    this.#moveTime()
    const more = this.#process()
    this.#releaseBlocks()
    this.#giveRows()
    this.#endSources()
    this.#sayDue()
    const settled = this.#checkSettled(more)
    this.#closeEpoch(settled)
    this.#sayCounts(more)
    return more
  }

  #moveTime(): void {
    const now = this.#clock()
    this.#job.graph.clock(now)
    for (const reader of this.#readers) this.#moveWatermark(reader, now)
  }

  #moveWatermark({ watermark, node }: SourceReader, now: number): void {
    const moved = watermark.move(now)
    if (moved === undefined) return
    this.#dirty = true
    this.#job.graph.watermark(node, moved)
  }

  #process(): boolean {
    const until = this.#ports.liveness.now() + TURN_MS
    while (this.#ports.liveness.now() < until) {
      if (this.#isFull()) return false
      let taken = 0
      for (; taken < RECORDS_AT_A_TIME; taken++) {
        const merged = this.#merge.take()
        if (merged === undefined) break
        this.#take(merged)
      }
      const localMore = this.#pullLocals()
      if (taken < RECORDS_AT_A_TIME && !localMore) return false
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
    return this.#output.bytes >= PENDING_BYTES
  }

  #take({ input, record }: Merged): void {
    const { topic, partition } = this.#start.inputs[input] as StartJob['inputs'][number]
    const now = this.#clock()
    const { graph } = this.#job
    this.#dirty = true
    for (const reader of this.#byTopic.get(topic) ?? []) {
      const moved = reader.take(
        record,
        partition,
        now,
        (kind, row) => graph.push(reader.node, kind, row),
        (target, poison, reason) => this.#output.add(target, deadLetterRecord(poison, topic, partition, reason)),
      )
      if (moved) this.#moveWatermark(reader, now)
    }
  }

  #pullLocals(): boolean {
    let more = false
    const now = this.#clock()
    for (const { source, node, ended } of this.#locals) {
      if (ended) continue
      more =
        source.pull(now, (kind, row) => {
          this.#dirty = true
          this.#job.graph.push(node, kind, row)
        }) || more
    }
    return more
  }

  /** Ends the inputs that will give nothing any more. */
  #endSources(): void {
    const positions = this.#merge.positions()
    const at = (topic: string, partition: number): number => {
      const input = this.#start.inputs.findIndex((one) => one.topic === topic && one.partition === partition)
      return positions[input] ?? Infinity
    }
    for (const reader of this.#readers) {
      if (reader.watermark.current === END_OF_TIME || !reader.hasEnded((partition) => at(reader.topic, partition)))
        continue
      reader.watermark.end()
      this.#job.graph.watermark(reader.node, END_OF_TIME)
    }
    for (const local of this.#locals) {
      if (local.ended || !local.source.ended) continue
      local.ended = true
      this.#job.graph.watermark(local.node, END_OF_TIME)
    }
    this.#giveRows()
  }

  get #ended(): boolean {
    return (
      this.#readers.every(({ watermark }) => watermark.current === END_OF_TIME) &&
      this.#locals.every(({ ended }) => ended)
    )
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
    const times = [
      this.#job.graph.due(),
      ...this.#readers.map(({ watermark }) => watermark.due()),
      ...this.#locals.map(({ source }) => source.due(now)),
    ].filter((time) => time !== undefined)
    const due = times.length === 0 ? undefined : Math.min(...times)
    if (due === this.#due) return
    // A timer that is set is good enough for what is due after it.
    if (this.#due !== undefined && due !== undefined && due > this.#due && this.#due > now) return
    this.#due = due
    this.#ports.post({ kind: 'due', job: this.#start.spec.id, at: due })
  }

  /** Whether what was to be settled has been processed. */
  #checkSettled(more: boolean): boolean {
    if (this.#settling === undefined || more || !this.#merge.reached(this.#settling.ends)) return false
    if (this.#committing || (this.#dirty && this.#start.output === 'tables')) return true
    const { turn } = this.#settling
    this.#settling = undefined
    this.#ports.post({ kind: 'settled', job: this.#start.spec.id, turn })
    return false
  }

  #closeEpoch(settled: boolean): void {
    if (this.#start.output === 'rows') {
      if (this.#ended) this.#end()
      return
    }
    if (this.#committing || this.#over) return
    if (this.#dirty && (settled || this.#ended || this.#output.bytes >= PENDING_BYTES)) {
      this.#commit()
      return
    }
    if (!this.#dirty || this.#epochTimer !== undefined) return
    const wait = Math.max(EPOCH_MS, this.#checkpointMs * CHECKPOINT_SHARE)
    this.#epochTimer = this.#ports.liveness.timerIn(wait, () => {
      this.#epochTimer = undefined
      try {
        if (!this.#over && !this.#committing && this.#dirty) this.#commit()
      } catch (error) {
        this.#fail(error)
      }
    })
  }

  #commit(): void {
    this.#epochTimer?.cancel()
    this.#epochTimer = undefined
    const began = this.#ports.liveness.now()
    const state = saveState(this.#keepers())
    const bytes = state.reduce((sum, chunk) => sum + chunk.length, 0)
    this.#checkpointMs = this.#ports.liveness.now() - began
    if (bytes > this.#start.stateBytes) {
      throw new Refusal(
        'SQL_LIMIT',
        `the job's state has ${bytes} bytes, and ${this.#start.stateBytes} is the most: its last checkpoint stays as it is`,
      )
    }
    this.#dirty = false
    this.#committing = true
    this.#epoch += 1
    const last = this.#ended
    const message = {
      kind: 'epoch',
      job: this.#start.spec.id,
      number: this.#epoch,
      positions: this.#merge.positions(),
      output: this.#output.take(this.#clock()),
      state,
      last,
    } as const
    this.#ports.post(message)
    if (last) this.stop()
  }

  #end(): void {
    this.stop()
    this.#ports.post({ kind: 'ended', job: this.#start.spec.id })
  }

  #sayCounts(more: boolean): void {
    const operators = this.#job.graph.counts()
    const total = operators.reduce((sum, { changes }) => sum + changes, 0)
    if (more || total === this.#counted) return
    this.#counted = total
    const marks = this.#readers.map(({ watermark }) => watermark.current).filter(Number.isFinite)
    this.#ports.post({
      kind: 'counts',
      job: this.#start.spec.id,
      operators,
      skipped: this.#readers.reduce((sum, { skipped }) => sum + skipped, 0),
      watermark: marks.length === 0 ? undefined : Math.min(...marks),
    })
  }
}
