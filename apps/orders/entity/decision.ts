import type { OutputRecord } from '@millrace/client'
import type { Answer } from './answer.ts'

/** What comes of a command or an event: the new state and the events are one fact, published or dropped together. */
export interface Decision<S> {
  /** Undefined: as before. */
  readonly next?: S | undefined
  readonly send?: readonly OutputRecord[]
  /** For commands. */
  readonly answer?: Answer
}

/** Something to be done at a time, outside of Kafka: it is done again until a command has settled it. */
export interface Job {
  /** Of one entity. */
  readonly id: string
  /** Domain time, ms since epoch. */
  readonly at: number
}
