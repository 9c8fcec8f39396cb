import type { Expression } from './expression.ts'

/**
 * `timeDate`, `timeDuration` or `timeCycle`. What the expression gives (or the static text) is read by `readTimer` of
 * `timers/`, which knows the formats: instant with zone, ISO 8601 duration, `R3/PT10S`, cron of six fields.
 */
export interface TimerDefinition {
  readonly kind: 'timer'
  readonly type: 'date' | 'duration' | 'cycle'
  readonly expression: Expression
}
