import { recordParams } from './records.ts'

/** A record that a consumer or a view gave up, and why. */
export interface DeadLetter {
  /** Where the letter lies. */
  topic: string
  partition: number
  offset: number
  timestamp: number
  /** Where the record came from; absent when the letter does not say. */
  origin?: { topic: string; partition: number; offset: number }
  reason: string
  /** `poison`: it could not be read; `refused`, `failed`: its handler threw. */
  kind: string
  attempts: number
  /** The group or the view that gave it up. */
  by: string
  /** Beginning of the key, as text. */
  key: string
}

export interface DeadLetterTopics {
  /** Topics of dead letters that hold any, with how many. */
  topics: { name: string; records: number }[]
  /** The newest first, at most a hundred a topic. */
  letters: DeadLetter[]
}

export const deadLetterParams = recordParams
