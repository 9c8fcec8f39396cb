import { type Row } from '../change.ts'
import type { OperatorFactory } from '../operator.ts'

/** LIMIT n OFFSET m without an order, over input that only grows. Keeps how many have come. */
export function limit(count: number, offset = 0): OperatorFactory {
  return (output) => {
    let seen = 0
    return {
      change(kind, row: Row) {
        seen++
        if (seen > offset && seen <= offset + count) output.change(kind, row)
      },
      snapshot: () => seen,
      restore: (state) => void (seen = state as number),
    }
  }
}
