import { type Expr, conjunction, conjuncts } from '../../plan/expression.ts'
import { retracts } from '../../plan/changelog.ts'
import type { Interval, Plan } from '../../plan/plan.ts'

/**
 * Join with `l.time BETWEEN r.time - x AND r.time + y` becomes an interval join: rows are kept only as long as a match
 * may come. Both times must be time attributes, and neither input may take rows back.
 */
export function intervalJoin(plan: Plan): Plan | undefined {
  if (plan.op !== 'join' || plan.interval !== undefined || plan.type === 'semi' || plan.type === 'anti')
    return undefined
  if (retracts(plan.left) || retracts(plan.right)) return undefined
  const found = intervalOf(plan.condition, plan.left.columns.length)
  return found && { ...plan, interval: found.interval, condition: found.rest }
}

interface Found {
  readonly interval: Interval
  readonly rest: Expr | undefined
}

/** The bounds of the left time less the right time that a condition sets; undefined when it does not set both. */
export function intervalOf(condition: Expr | undefined, width: number): Found | undefined {
  let [lower, upper] = [-Infinity, Infinity]
  let times: Times | undefined
  const rest: Expr[] = []
  for (const part of conjuncts(condition)) {
    const bound = boundOf(part, width)
    if (bound === undefined || (times !== undefined && !sameTimes(times, bound))) {
      rest.push(part)
      continue
    }
    times = bound
    lower = Math.max(lower, bound.lower)
    upper = Math.min(upper, bound.upper)
  }
  if (times === undefined || !Number.isFinite(lower) || !Number.isFinite(upper)) return undefined
  const { leftTime, rightTime, time } = times
  return { interval: { leftTime, rightTime, time, lower, upper }, rest: conjunction(rest) }
}

interface Times {
  readonly leftTime: number
  readonly rightTime: number
  readonly time: 'event' | 'processing'
}

interface Bound extends Times {
  readonly lower: number
  readonly upper: number
}

const sameTimes = (a: Times, b: Times): boolean => a.leftTime === b.leftTime && a.rightTime === b.rightTime

/** `left + a <= right + b` and its kin. */
function boundOf(part: Expr, width: number): Bound | undefined {
  if (part.kind !== 'call' || part.args.length !== 2) return undefined
  const [a, b] = part.args.map(timeOf)
  if (a === undefined || b === undefined || a.time !== b.time || a.column < width === b.column < width) return undefined
  const flipped = a.column >= width
  const [left, right] = flipped ? [b, a] : [a, b]
  const name = flipped ? (MIRRORED[part.fn.name] ?? part.fn.name) : part.fn.name
  const distance = right.offset - left.offset
  const range = RANGES[name]?.(distance)
  if (range === undefined) return undefined
  return { leftTime: left.column, rightTime: right.column - width, time: a.time, lower: range[0], upper: range[1] }
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
const RANGES: Readonly<Record<string, (distance: number) => readonly [number, number]>> = {
  '=': (distance) => [distance, distance],
  '<=': (distance) => [-Infinity, distance],
  '<': (distance) => [-Infinity, distance - 1],
  '>=': (distance) => [distance, Infinity],
  '>': (distance) => [distance + 1, Infinity],
}

interface TimeWithOffset {
  readonly column: number
  readonly offset: number
  readonly time: 'event' | 'processing'
}

/** A time attribute, with constant intervals added to it. */
function timeOf(expr: Expr): TimeWithOffset | undefined {
  if (expr.kind === 'column') {
    const { time } = expr.type
    return time && { column: expr.index, offset: 0, time: time === 'rowtime' ? 'event' : 'processing' }
  }
  if (expr.kind === 'cast') return expr.operand.type.name === expr.type.name ? timeOf(expr.operand) : undefined
  if (expr.kind !== 'call' || (expr.fn.name !== '+' && expr.fn.name !== '-')) return undefined
  const [a, b] = expr.args
  const [base, by] = a?.kind === 'literal' && expr.fn.name === '+' ? [b, a] : [a, b]
  if (by?.kind !== 'literal' || by.type.name !== 'INTERVAL_DAY_TIME' || base === undefined) return undefined
  const inner = timeOf(base)
  return inner && { ...inner, offset: inner.offset + (by.value as number) * (expr.fn.name === '-' ? -1 : 1) }
}
