import { Refusal } from '@millrace/kernel'

/** A record that spoils its batch, by its place in it (KIP-467). */
export interface RejectedRecord {
  readonly index: number
  readonly message: string
}

/** Nobody reads ten thousand of them, and the answer has a limit. */
const MOST_TOLD = 100

/** A batch that was refused for some of its records. */
export class RejectedRecords extends Refusal<'INVALID_RECORD' | 'INVALID_TIMESTAMP'> {
  readonly records: readonly RejectedRecord[]

  constructor(code: 'INVALID_RECORD' | 'INVALID_TIMESTAMP', records: readonly RejectedRecord[]) {
    const first = records[0]?.message ?? ''
    super(
      code,
      `One or more records have been rejected due to ${records.length} record errors in total. The first: ${first}`,
    )
    this.records = records.slice(0, MOST_TOLD)
  }
}
