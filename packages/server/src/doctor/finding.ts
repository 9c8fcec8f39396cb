import type { Environment } from '@millrace/kernel'
import type { Config } from '../config/config.ts'

/** What one look has found. `wrong` makes the exit code 1; `advice` says what to do. */
export interface Finding {
  readonly what: string
  readonly state: 'ok' | 'note' | 'wrong'
  readonly detail: string
  readonly advice?: string
}

/** What the doctor looks at. */
export interface Patient {
  readonly config: Config
  readonly environment: Environment
  /** Absolute. */
  readonly data: string
  /** What holds the data directory, in words; undefined when nothing does. */
  readonly heldBy: string | undefined
}

export type Check = (patient: Patient) => Promise<readonly Finding[]>

export const ok = (what: string, detail: string): Finding => ({ what, state: 'ok', detail })
export const note = (what: string, detail: string): Finding => ({ what, state: 'note', detail })
export const wrong = (what: string, detail: string, advice: string): Finding => ({
  what,
  state: 'wrong',
  detail,
  advice,
})
