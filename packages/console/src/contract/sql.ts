/** How a row changed the result, as the SQL Gateway names it. */
export type RowKind = 'INSERT' | 'UPDATE_BEFORE' | 'UPDATE_AFTER' | 'DELETE'

export interface SqlColumn {
  name: string
  logicalType: { type: string; nullable: boolean }
}

/** One answer to a fetch of results (Flink SQL Gateway REST, v3). */
export interface SqlPage {
  resultType: 'NOT_READY' | 'PAYLOAD' | 'EOS'
  isQueryResult?: boolean
  jobID?: string
  results?: { columns: SqlColumn[]; data: { kind: RowKind; fields: (string | null)[] }[] }
  nextResultUri?: string
}

export type JobStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELED' | (string & {})

export interface SqlJob {
  id: string
  name: string
  /** Queries end with whoever asked; what an INSERT became runs on. */
  kind: 'insert' | 'query'
  status: JobStatus
  startedAt: string
  endedAt: string | null
  error: string | null
}

export interface SqlJobDetail extends SqlJob {
  sql: string
  sources: string[]
  sinks: string[]
  /** Changes that each operator has put out since the job was started. */
  operators: { name: string; changes: number }[]
  skippedRecords: number
  watermark: number | null
  epochs: number
  stateBytes: number
}
