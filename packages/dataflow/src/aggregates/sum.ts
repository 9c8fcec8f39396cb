import type { Aggregate, Arithmetic } from './accumulator.ts'

interface Sum {
  readonly total: unknown
  readonly count: number
}

/** SUM(x), null over no values. Keeps the total and how many went in. */
export function sum({ zero, add, subtract }: Arithmetic): Aggregate {
  return {
    ...totals({ zero, add, subtract }),
    result: (state) => ((state as Sum).count === 0 ? null : (state as Sum).total),
  }
}

/** SUM0(x): as SUM, but 0 over no values. */
export function sum0({ zero, add, subtract }: Arithmetic): Aggregate {
  return { ...totals({ zero, add, subtract }), result: (state) => (state as Sum).total }
}

/** AVG(x), null over no values. Keeps the total and the count; `narrow` brings a result into a smaller type. */
export function avg(arithmetic: Arithmetic, narrow: (value: unknown) => unknown = (value) => value): Aggregate {
  return {
    ...totals(arithmetic),
    result: (state) => {
      const { total, count } = state as Sum
      return count === 0 ? null : narrow(arithmetic.divide(total, count))
    },
  }
}

function totals({ zero, add, subtract }: Omit<Arithmetic, 'divide'>): Omit<Aggregate, 'result'> {
  return {
    init: () => ({ total: zero, count: 0 }),
    add: (state, value) => {
      const { total, count } = state as Sum
      return value === null ? state : { total: add(total, value), count: count + 1 }
    },
    retract: (state, value) => {
      const { total, count } = state as Sum
      return value === null ? state : { total: subtract(total, value), count: count - 1 }
    },
    merge: (into, from) => {
      const [a, b] = [into as Sum, from as Sum]
      return { total: add(a.total, b.total), count: a.count + b.count }
    },
  }
}
