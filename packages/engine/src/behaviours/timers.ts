import { type TimerDefinition, firstDue, nextDue, readTimer, withWarnings } from '@millrace/bpmn'
import type { TimerEntry } from '../state/entities.ts'
import type { Step } from '../runtime/step.ts'
import { evaluate } from './expressions.ts'
import { Stuck } from './stuck.ts'

/** When a timer fires first, and how often. */
export interface PlannedTimer {
  readonly dueDate: number
  readonly repetitions: number
  /** The text that it was read from, for the next repetition. */
  readonly definition: string
}

/** Fires at a moment that no clock reaches. */
const NEVER = 8.64e15

export function planTimer(step: Step, { type, expression }: TimerDefinition, scopeKey: number): PlannedTimer {
  const { value, warnings } = evaluate(step, expression, scopeKey)
  const timer = readTimer(type, value, expression.text)
  if (timer.kind === 'fault') throw new Stuck('EXTRACT_VALUE_ERROR', withWarnings(timer.message, warnings))
  const due = firstDue(timer, step.now) ?? { dueMs: NEVER, repetitions: 1 }
  return {
    dueDate: due.dueMs,
    repetitions: due.repetitions,
    definition: type === 'cycle' && typeof value === 'string' ? value : '',
  }
}

/** The repetition after one that has fired; undefined when that was the last. */
export function planRepetition(step: Step, fired: TimerEntry): PlannedTimer | undefined {
  if (fired.definition === '') return undefined
  const timer = readTimer('cycle', fired.definition, fired.definition)
  if (timer.kind === 'fault') return undefined
  const due = nextDue(timer, { dueMs: fired.dueDate, repetitions: fired.repetitions }, step.now)
  return due === undefined
    ? undefined
    : { dueDate: due.dueMs, repetitions: due.repetitions, definition: fired.definition }
}
