import type { OutputBatch, RecordBlock, TopicPartition } from '@millrace/kernel'

/** What a job is, in words: everything that is needed to make it again, in another thread or another year. */
export interface JobSpec {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly name: string
  /** The INSERT, statement set or query. */
  readonly sql: string
  /** The tables and views that it uses, as CREATE statements. */
  readonly ddl: readonly string[]
  readonly catalog: string
  readonly database: string
  readonly settings: Readonly<Record<string, string>>
}

/** A partition of the log that a job reads. */
export interface JobInput extends TopicPartition {
  /** Where reading begins, or goes on. */
  readonly offset: number
  /** Where the partition ended when this was written: more is on its way. */
  readonly end: number
}

/** Where the rows of a table begin and end in the partitions of its topic, by partition. */
export interface TableRange {
  readonly starts: readonly number[]
  /** Of a table that is read once: offsets at which it ends. */
  readonly ends?: readonly number[] | undefined
}

export interface StartJob {
  readonly kind: 'start'
  readonly spec: JobSpec
  /** Whether rows go to tables, or to the one who asked. */
  readonly output: 'tables' | 'rows'
  readonly inputs: readonly JobInput[]
  /** By the table's path, joined with line breaks. Only for the first start. */
  readonly ranges: Readonly<Record<string, TableRange>>
  /** Partitions of each topic of ours that the job writes. */
  readonly partitions: Readonly<Record<string, number>>
  /** Addresses that are our own log. */
  readonly own: readonly string[]
  /** Number of the last epoch that was committed. */
  readonly epoch: number
  readonly state: Uint8Array | undefined
  readonly clock: 'system' | 'virtual'
  readonly now: number
  readonly stateBytes: number
  readonly bufferedRowCount: number
}

/** What the main thread tells a worker, each for one job. */
export type ToWorker =
  | StartJob
  | {
      readonly kind: 'block'
      readonly job: string
      readonly input: number
      readonly block: RecordBlock
      readonly now: number
      readonly ends: readonly number[]
    }
  /** Time has come for what waits for it. */
  | { readonly kind: 'clock'; readonly job: string; readonly now: number }
  /** Everything up to `ends` is to be processed and committed; `follow`: watermarks move with the clock. */
  | {
      readonly kind: 'settle'
      readonly job: string
      readonly now: number
      readonly ends: readonly number[]
      readonly follow: boolean
      readonly turn: number
    }
  | { readonly kind: 'committed'; readonly job: string; readonly epoch: number }
  /** Rows that were taken by who asked. */
  | { readonly kind: 'credit'; readonly job: string; readonly rows: number }
  | { readonly kind: 'stop'; readonly job: string }

/** An operator of a job, and how many changes it has taken. */
export interface OperatorCount {
  readonly name: string
  readonly changes: number
}

export interface EpochMessage {
  readonly kind: 'epoch'
  readonly job: string
  readonly number: number
  /** By input. */
  readonly positions: readonly number[]
  readonly output: readonly OutputBatch[]
  /** Encoded state, in chunks. */
  readonly state: readonly Uint8Array[]
}

/** What a worker says of a job. */
export type FromWorker =
  | { readonly kind: 'done'; readonly job: string; readonly input: number; readonly bytes: number }
  | EpochMessage
  | { readonly kind: 'rows'; readonly job: string; readonly rows: Uint8Array; readonly count: number }
  | {
      readonly kind: 'counts'
      readonly job: string
      readonly operators: readonly OperatorCount[]
      readonly skipped: number
      readonly watermark: number | undefined
    }
  | { readonly kind: 'due'; readonly job: string; readonly at: number | undefined }
  | { readonly kind: 'settled'; readonly job: string; readonly turn: number }
  | { readonly kind: 'printed'; readonly job: string; readonly line: string }
  /** The inputs have ended; rows are all given, epochs all committed. */
  | { readonly kind: 'ended'; readonly job: string }
  | { readonly kind: 'failed'; readonly job: string; readonly code: string; readonly text: string }
