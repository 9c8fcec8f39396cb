import type { Tone } from '@millrace/ui'
import type { JobStatus } from '../../../contract/sql.ts'

const tones: Readonly<Record<string, Tone>> = { RUNNING: 'ok', FAILED: 'bad', FINISHED: 'neutral', CANCELED: 'neutral' }

export function jobTone(status: JobStatus): Tone {
  return tones[status] ?? 'info'
}
