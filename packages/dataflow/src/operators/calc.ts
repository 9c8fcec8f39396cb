import type { Row } from '../change.ts'
import type { OperatorFactory } from '../operator.ts'

export interface CalcOptions {
  /** Keeps the rows for which it is true. */
  readonly condition?: ((row: Row) => unknown) | undefined
  readonly project?: ((row: Row) => Row) | undefined
}

/** Filter and projection in one step. Keeps nothing; every kind passes as it is. */
export function calc({ condition, project }: CalcOptions): OperatorFactory {
  return (output) => ({
    change(kind, row) {
      if (condition !== undefined && condition(row) !== true) return
      output.change(kind, project === undefined ? row : project(row))
    },
  })
}
