import type { OutputRecord } from '@millrace/client'
import type { LogLine } from '../contract/order.ts'

/** What a worker keeps of an order, at the least. Times are domain time, ms since epoch. */
export interface Work {
  /** `done`, `cancelled` and `forgotten` are the end; the others are the worker's own. */
  readonly phase: string
  /** When it got its phase. */
  readonly since: number
  /** When the work on it is done; without it, it waits for something else. */
  readonly dueAt?: number | undefined
}

const ENDS = new Set(['done', 'cancelled', 'forgotten'])

export const hasEnded = ({ phase }: Work): boolean => ENDS.has(phase)

/** Something to be said in the service's log. */
export interface Said {
  readonly level: LogLine['level']
  readonly text: string
}

/** What comes of an event, a command, or time that has passed: one fact, published whole or not at all. */
export interface Step<S extends Work> {
  /** Undefined: as before. */
  readonly next?: S
  readonly send?: readonly OutputRecord[]
  readonly say?: readonly Said[]
}

/** What decisions depend on besides state and event. */
export interface Rules {
  /** Domain time, ms since epoch. */
  readonly now: number
  /** Multiplies all times of work. */
  readonly factor: number
}

export const info = (text: string): Said => ({ level: 'info', text })
export const warn = (text: string): Said => ({ level: 'warn', text })

/** When work of so many seconds is done. */
export const dueAfter = (seconds: number, { now, factor }: Rules): number => now + Math.round(seconds * 1000 * factor)

/** Seconds as the clock will show them: `7 s`, `0.35 s`. */
export const durationText = (seconds: number, { factor }: Rules): string => `${Number((seconds * factor).toFixed(2))} s`
