import type { AttributeValue } from '@millrace/cloudevents'
import { type Type, type Value, cast, zeroOf } from './value.ts'

/** Kinds of error, by the names of the conformance suite. */
export type CesqlErrorKind =
  | 'parse'
  | 'math'
  | 'cast'
  | 'missingFunction'
  | 'functionEvaluation'
  | 'missingAttribute'
  | 'generic'

export interface CesqlError {
  readonly kind: CesqlErrorKind
  readonly message: string
}

/** What one evaluation may cost: an operator is a step, and so is each character that a function or LIKE touches. */
const STEPS = 1_000_000
const MOST_ERRORS = 16

/** One evaluation: the event's attributes, the errors so far, and what is left of the budget. */
export class Frame {
  readonly attributes: ReadonlyMap<string, AttributeValue>
  readonly errors: CesqlError[] = []
  #steps = STEPS

  constructor(attributes: ReadonlyMap<string, AttributeValue>) {
    this.attributes = attributes
  }

  get failed(): boolean {
    return this.errors.length > 0
  }

  /** False when the budget is spent: who asked gives a zero value. */
  spend(steps: number): boolean {
    if (this.#steps < 0) return false
    this.#steps -= steps
    if (this.#steps < 0) this.fail('generic', `the evaluation takes more than ${STEPS} steps`)
    return this.#steps >= 0
  }

  fail(kind: CesqlErrorKind, message: string): void {
    if (this.errors.length < MOST_ERRORS) this.errors.push({ kind, message })
  }

  /** A cast; an impossible one is an error, and undefined. */
  cast(value: Value, type: Type): Value | undefined {
    const result = cast(value, type)
    if (result === undefined) this.fail('cast', `${JSON.stringify(value)} is no ${type}`)
    return result
  }

  /** A cast whose failure gives the type's zero value. */
  castOrZero(value: Value, type: Type): Value {
    return this.cast(value, type) ?? zeroOf(type)
  }
}
