import type { DomainClock, Random } from '@millrace/kernel'

export type WarningType =
  | 'NO_VARIABLE_FOUND'
  | 'NO_CONTEXT_ENTRY_FOUND'
  | 'NO_PROPERTY_FOUND'
  | 'NOT_COMPARABLE'
  | 'INVALID_TYPE'
  | 'NO_FUNCTION_FOUND'
  | 'FUNCTION_INVOCATION_FAILURE'
  | 'ASSERT_FAILURE'

/** Something that went wrong on the way and gave null: type and text as Camunda's engine has them. */
export interface Warning {
  readonly type: WarningType
  readonly message: string
}

/** A text about an evaluation, and what it warned of: as Zeebe's incidents and rejections have it. */
export function withWarnings(message: string, warnings: readonly Warning[]): string {
  if (warnings.length === 0) return message
  const lines = warnings.map((warning) => `[${warning.type}] ${warning.message}`)
  return `${message} The evaluation reported the following warnings:\n${lines.join('\n')}`
}

/** The expression as a whole has no value: out of budget, or an assertion that does not hold. */
export class EvaluationFailure extends Error {
  override readonly name = 'EvaluationFailure'
}

/** What one evaluation may use. */
export interface Budget {
  /** Nodes evaluated, items made, characters handled by functions: about 20 million a second. */
  readonly stepCount: number
  /** Nested calls of functions that the expression itself defines. */
  readonly callDepth: number
}

export const DEFAULT_BUDGET: Budget = { stepCount: 1_000_000, callDepth: 200 }

/** More would say the same; a loop over a thousand items may have a thousand of them. */
const WARNINGS_AT_MOST = 100

/** One evaluation: its budget, its warnings, and the ports that functions like `now()` read. */
export class Run {
  readonly warnings: Warning[] = []
  readonly clock: DomainClock
  readonly random: Random
  readonly #budget: Budget
  #steps = 0
  #depth = 0
  #quiet = false

  constructor(ports: { readonly clock: DomainClock; readonly random: Random }, budget: Budget = DEFAULT_BUDGET) {
    this.clock = ports.clock
    this.random = ports.random
    this.#budget = budget
  }

  warn(type: WarningType, message: string): null {
    if (!this.#quiet && this.warnings.length < WARNINGS_AT_MOST) this.warnings.push({ type, message })
    return null
  }

  /** Evaluates on trial: what goes wrong is not worth a warning. */
  quietly<T>(trial: () => T): T {
    const before = this.#quiet
    this.#quiet = true
    try {
      return trial()
    } finally {
      this.#quiet = before
    }
  }

  /**
   * @throws EvaluationFailure when the budget is used up.
   */
  spend(steps: number): void {
    this.#steps += steps
    if (this.#steps > this.#budget.stepCount) {
      throw new EvaluationFailure(`the expression needs more than ${this.#budget.stepCount} steps`)
    }
  }

  /**
   * @throws EvaluationFailure when calls are nested too deeply.
   */
  call<T>(body: () => T): T {
    this.#depth += 1
    if (this.#depth > this.#budget.callDepth) {
      throw new EvaluationFailure(`functions call one another more than ${this.#budget.callDepth} deep`)
    }
    try {
      return body()
    } finally {
      this.#depth -= 1
    }
  }
}
