import { type Column, STRING } from '@millrace/sql'
import type { JobEntry } from '../jobs/jobs.ts'

export const textColumn = (name: string): Column => ({ name, type: STRING })

/** What a statement answers that gives nothing: one row OK. */
export const OK_COLUMNS: readonly Column[] = [textColumn('result')]

/** SHOW JOBS, DESCRIBE JOB. */
export const JOB_COLUMNS: readonly Column[] = [
  textColumn('job id'),
  textColumn('job name'),
  textColumn('status'),
  { name: 'start time', type: { name: 'TIMESTAMP_LTZ', nullable: true, precision: 6 } },
]

export function jobRow({ spec, status, startedAt }: JobEntry): readonly unknown[] {
  return [spec.id, spec.name, status, startedAt]
}
