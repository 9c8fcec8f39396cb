import type { Aggregate } from './accumulator.ts'

export interface DeviationOptions {
  /** Divided by one less than the count; null over a single value. */
  readonly sample: boolean
  /** The square root: standard deviation instead of variance. */
  readonly root: boolean
  /** Each division drops its fraction, as Flink computes over whole numbers. */
  readonly whole: boolean
}

interface Moments {
  readonly count: number
  readonly sum: number
  readonly squares: number
}

/** VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP; null over no values. Keeps the count, the sum and the sum of squares. */
export function deviation(
  { sample, root, whole }: DeviationOptions,
  real: (value: unknown) => number,
  back: (value: unknown) => unknown,
): Aggregate {
  const divided = (a: number, b: number): number => (whole ? Math.trunc(a / b) : a / b)
  const moved = (state: unknown, value: unknown, by: 1 | -1): Moments => {
    const { count, sum, squares } = state as Moments
    if (value === null) return { count, sum, squares }
    const x = real(value)
    return { count: count + by, sum: sum + by * x, squares: squares + by * x * x }
  }
  return {
    init: () => ({ count: 0, sum: 0, squares: 0 }),
    add: (state, value) => moved(state, value, 1),
    retract: (state, value) => moved(state, value, -1),
    merge: (into, from) => {
      const [a, b] = [into as Moments, from as Moments]
      return { count: a.count + b.count, sum: a.sum + b.sum, squares: a.squares + b.squares }
    },
    result: (state) => {
      const { count, sum, squares } = state as Moments
      const by = sample ? count - 1 : count
      if (by <= 0) return null
      const variance = divided(squares - divided(sum * sum, count), by)
      return back(root ? Math.sqrt(variance) : variance)
    },
  }
}
