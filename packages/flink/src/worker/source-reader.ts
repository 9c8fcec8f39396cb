import type { StoredRecord } from '@millrace/broker'
import { type Graph, type NodeId, SourceWatermark } from '@millrace/dataflow'
import { Refusal, messageOf } from '@millrace/kernel'
import { type JobSource, type Table, recordReader } from '@millrace/sql'
import type { TableRange } from '../jobs/messages.ts'
import { durationMs } from '../results/duration.ts'

/** Where a poison record goes: to the dead letters of a table. */
export type DeadLetter = (
  target: string,
  record: StoredRecord,
  topic: string,
  partition: number,
  reason: string,
) => void

type RecordReader = ReturnType<typeof recordReader>
type OnPoison = 'fail' | 'ignore' | 'log'

/**
 * One table of a job that reads a topic: its records as changes, and the watermark that they stand for. A record that
 * cannot be read fails the job, is passed over or goes to a topic, as `error-handling.mode` says.
 */
export class SourceReader {
  readonly topic: string
  readonly node: NodeId
  readonly watermark: SourceWatermark
  readonly #source: JobSource
  readonly #read: RecordReader
  readonly #onPoison: OnPoison
  readonly #deadLetters: string
  range: TableRange
  skipped = 0

  constructor(
    source: JobSource,
    topic: string,
    range: TableRange,
    settings: Readonly<Record<string, string>>,
    now: number,
  ) {
    const { options } = source.table
    this.topic = topic
    this.node = source.node
    this.range = range
    this.#source = source
    this.#read = recordReader(source.table, source.wanted)
    this.#onPoison = modeOf(source.table)
    this.#deadLetters = options['error-handling.log.target'] ?? 'error_log'
    const idle = options['scan.watermark.idle-timeout'] ?? settings['table.exec.source.idle-timeout']
    const splits = range.starts.map((_, partition) => String(partition))
    this.watermark = new SourceWatermark(splits, now, idle === undefined ? 0 : durationMs(idle))
  }

  get table(): Table {
    return this.#source.table
  }

  /** The topic that takes this table's poison records, when there is one. */
  get deadLetters(): string | undefined {
    return this.#onPoison === 'log' ? this.#deadLetters : undefined
  }

  /** Reads a record of a partition into the job; whether the watermark may have moved. @throws Refusal SQL_RUNTIME */
  take(
    record: StoredRecord,
    partition: number,
    now: number,
    graph: Pick<Graph, 'push'>,
    deadLetter: DeadLetter,
  ): boolean {
    const { starts, ends } = this.range
    if (record.offset < (starts[partition] ?? 0)) return false
    if (ends !== undefined && record.offset >= (ends[partition] ?? 0)) return false
    const change = this.#decoded(record, partition, deadLetter)
    if (change === undefined) return false
    graph.push(this.node, change.kind, change.row)
    const mark = this.#source.watermark?.(change.row)
    if (typeof mark !== 'number') return false
    this.watermark.observe(String(partition), mark, now)
    return true
  }

  /** Whether a table that is read once has been read to its end. */
  hasEnded(position: (partition: number) => number): boolean {
    const { ends } = this.range
    return ends !== undefined && ends.every((end, partition) => position(partition) >= end)
  }

  #decoded(record: StoredRecord, partition: number, deadLetter: DeadLetter): ReturnType<RecordReader> {
    try {
      return this.#read({ ...record, topic: this.topic, partition })
    } catch (error) {
      if (this.#onPoison === 'fail') throw error
      this.skipped += 1
      if (this.#onPoison === 'log') deadLetter(this.#deadLetters, record, this.topic, partition, messageOf(error))
      return undefined
    }
  }
}

function modeOf({ options, path }: Table): OnPoison {
  const mode = options['error-handling.mode'] ?? 'fail'
  if (mode === 'fail' || mode === 'ignore' || mode === 'log') return mode
  throw new Refusal('SQL_VALIDATION', `'error-handling.mode' of ${path[2]} is fail, ignore or log, not '${mode}'`)
}
