import { END_OF_TIME, type Graph } from '@millrace/dataflow'
import type { Job, JobSource } from '@millrace/sql'
import { ioOf } from '../connectors/table-io.ts'
import type { StartJob } from '../jobs/messages.ts'
import { LocalInput } from './local-input.ts'
import type { Merged } from './partition-merge.ts'
import { type DeadLetter, SourceReader } from './source-reader.ts'
import { datagen } from './sources/datagen.ts'
import { fileSource } from './sources/source-file.ts'
import type { LocalSource } from './sources/local-source.ts'

/** Everything that a job reads. What comes goes into the graph; each call says whether something did. */
export class JobInputs {
  readonly readers: SourceReader[] = []
  readonly locals: LocalInput[] = []
  readonly #start: StartJob
  readonly #graph: Graph
  readonly #byTopic = new Map<string, SourceReader[]>()

  /** @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED */
  constructor(start: StartJob, job: Job, random: () => number) {
    this.#start = start
    this.#graph = job.graph
    for (const source of job.sources) this.#add(source, random)
  }

  /** Reads a record into every table of its topic. @throws Refusal SQL_RUNTIME, what the expressions throw */
  take({ input, record }: Merged, now: number, deadLetter: DeadLetter): void {
    const { topic, partition } = this.#start.inputs[input] as StartJob['inputs'][number]
    for (const reader of this.#byTopic.get(topic) ?? []) {
      if (reader.take(record, partition, now, this.#graph, deadLetter)) this.#move(reader, now)
    }
  }

  /** Lets sources of the worker's own give some rows. */
  pull(now: number): { readonly more: boolean; readonly some: boolean } {
    const pulled = this.locals.map((local) => local.pull(now))
    return { more: pulled.some(({ more }) => more), some: pulled.some(({ some }) => some) }
  }

  /** Moves watermarks that time alone has moved. */
  moveWatermarks(now: number): boolean {
    const moved = [
      ...this.readers.map((reader) => this.#move(reader, now)),
      ...this.locals.map((local) => local.move(now)),
    ]
    return moved.includes(true)
  }

  /** Nothing more is there: watermarks go on with the clock. */
  follow(now: number): void {
    for (const { watermark } of this.readers) watermark.follow(now)
    for (const local of this.locals) local.follow(now)
  }

  /** Ends the tables that are read once and have been read; `positions` by input. */
  endRead(positions: readonly number[]): boolean {
    let some = false
    const position = (topic: string, partition: number): number => {
      const input = this.#start.inputs.findIndex((one) => one.topic === topic && one.partition === partition)
      return positions[input] ?? Infinity
    }
    for (const reader of this.readers) {
      const { watermark, topic, node } = reader
      if (watermark.current === END_OF_TIME || !reader.hasEnded((partition) => position(topic, partition))) continue
      some = true
      watermark.end()
      this.#graph.watermark(node, END_OF_TIME)
    }
    return some
  }

  /** Whether nothing will ever come. */
  get ended(): boolean {
    return (
      this.readers.every(({ watermark }) => watermark.current === END_OF_TIME) &&
      this.locals.every(({ ended }) => ended)
    )
  }

  /** When something is due next. */
  due(now: number): number | undefined {
    const times = [
      this.#graph.due(),
      ...this.readers.map(({ watermark }) => watermark.due()),
      ...this.locals.map((local) => local.due(now)),
    ].filter((time) => time !== undefined)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Records that could not be read and were passed over. */
  get skipped(): number {
    return this.readers.reduce((sum, { skipped }) => sum + skipped, 0)
  }

  /** The least watermark of all tables that have one. */
  get watermark(): number | undefined {
    const marks = this.readers.map(({ watermark }) => watermark.current).filter(Number.isFinite)
    return marks.length === 0 ? undefined : Math.min(...marks)
  }

  #add(source: JobSource, random: () => number): void {
    const { spec, own, ranges, now } = this.#start
    const io = ioOf(source.table, 'source', own)
    if (io.kind === 'log' || io.kind === 'kafka') {
      const name = io.kind === 'log' ? io.topic : io.name
      const range = ranges[source.table.path.join('\n')] ?? { starts: [] }
      const reader = new SourceReader(source, name, range, spec.settings, now)
      this.readers.push(reader)
      this.#byTopic.set(name, [...(this.#byTopic.get(name) ?? []), reader])
      return
    }
    const local: LocalSource =
      io.kind === 'filesystem' ? fileSource(source.table, io.path, source.wanted) : datagen(source.table, random, now)
    this.locals.push(new LocalInput(source, local, this.#graph, spec.settings, now))
  }

  #move({ watermark, node }: SourceReader, now: number): boolean {
    const moved = watermark.move(now)
    if (moved !== undefined) this.#graph.watermark(node, moved)
    return moved !== undefined
  }
}
