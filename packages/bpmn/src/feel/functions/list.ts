import { type BuiltIn, BuiltInError, any, builtIn, integer, list, listFunction } from './builtin.ts'
import { FeelFunction, type FeelNumber, type FeelValue } from '../value.ts'
import { add, compareNumbers, divide, multiply, toDouble } from '../number.ts'
import { equal, order } from '../compare.ts'
import { isList, isNumber } from '../kinds.ts'
import type { Run } from '../run.ts'
import { show } from '../text.ts'

const extreme = (sign: 1 | -1): BuiltIn =>
  listFunction((items) => {
    if (items.length === 0) return null
    return items.reduce((best, item) => {
      const compared = order(item, best)
      if (compared === undefined) throw new BuiltInError(`${show(items)} is not comparable`)
      return compared * sign > 0 ? item : best
    })
  })

/** All numbers, or null with a reason when one of them is none. */
function numbers(items: readonly FeelValue[]): readonly FeelNumber[] {
  return items.map((item) => {
    if (isNumber(item)) return item
    throw new BuiltInError(`expected number but found '${show(item)}'`)
  })
}

const numeric = (calculate: (values: readonly FeelNumber[]) => FeelValue): BuiltIn =>
  listFunction((items) => (items.length === 0 ? null : calculate(numbers(items))))

const mean = (values: readonly FeelNumber[]): FeelNumber => divide(values.reduce(add), values.length)
const sorted = (values: readonly FeelNumber[]): FeelNumber[] => [...values].sort(compareNumbers)

function median(values: readonly FeelNumber[]): FeelNumber {
  const ascending = sorted(values)
  const middle = Math.floor(ascending.length / 2)
  const upper = ascending[middle] as FeelNumber
  return ascending.length % 2 === 1 ? upper : divide(add(ascending[middle - 1] as FeelNumber, upper), 2)
}

function standardDeviation(values: readonly FeelNumber[]): number | null {
  if (values.length < 2) return null
  const average = toDouble(mean(values))
  return Math.sqrt(
    values.reduce<number>((sum, value) => sum + (toDouble(value) - average) ** 2, 0) / (values.length - 1),
  )
}

function mode(values: readonly FeelNumber[]): readonly FeelNumber[] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(toDouble(value), (counts.get(toDouble(value)) ?? 0) + 1)
  const most = Math.max(...counts.values())
  return sorted([...counts].filter(([, count]) => count === most).map(([value]) => value))
}

/** Three-valued: `decisive` settles it, anything that is no boolean makes the rest null. */
const connective = (decisive: boolean): BuiltIn =>
  listFunction((items) => {
    if (items.includes(decisive)) return decisive
    return items.every((item) => typeof item === 'boolean') ? !decisive : null
  })

const same = (x: FeelValue, y: FeelValue): boolean => equal(x, y) === true

function distinct(items: readonly FeelValue[], run: Run): FeelValue[] {
  const seen: FeelValue[] = []
  for (const item of items) {
    run.spend(seen.length + 1)
    if (!seen.some((other) => same(other, item))) seen.push(item)
  }
  return seen
}

function duplicates(items: readonly FeelValue[], run: Run): FeelValue[] {
  return distinct(items, run).filter((item) => {
    run.spend(items.length)
    return items.filter((other) => same(other, item)).length > 1
  })
}

function flatten(items: readonly FeelValue[], run: Run): FeelValue[] {
  run.spend(items.length)
  return items.flatMap((item) => (isList(item) ? flatten(item, run) : [item]))
}

/** Positions count from 1, or from the end when negative. */
function indexOf(items: readonly FeelValue[], position: number): number {
  const index = position > 0 ? position - 1 : items.length + position
  if (position === 0 || index < 0 || index > items.length)
    throw new BuiltInError(`position ${position} is outside of the list`)
  return index
}

function sortBy(items: readonly FeelValue[], precedes: FeelValue, run: Run): FeelValue[] {
  if (!(precedes instanceof FeelFunction)) throw new BuiltInError(`expected a function but found '${show(precedes)}'`)
  return [...items].sort((x, y) => {
    const before = run.call(() => precedes.invoke([x, y], run))
    if (typeof before !== 'boolean') throw new BuiltInError(`expected boolean but found '${show(before)}'`)
    run.spend(1)
    return before ? -1 : 1
  })
}

function partition(items: readonly FeelValue[], size: number): FeelValue[][] {
  if (size < 1) throw new BuiltInError("'size' should be greater than zero")
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

const concatenation = (finish: (items: readonly FeelValue[], run: Run) => FeelValue[]): BuiltIn => ({
  parameters: ['lists'],
  variadic: true,
  invoke: (args, run) => {
    const items = args.flatMap((arg) => (isList(arg) ? arg : [arg]))
    run.spend(items.length)
    return finish(items, run)
  },
})

export const listFunctions = {
  'list contains': [builtIn({ list, element: any }, (args) => args.list.some((item) => same(item, args.element)))],
  count: [builtIn({ list }, (args) => args.list.length)],
  min: [extreme(-1)],
  max: [extreme(1)],
  sum: [numeric((values) => values.reduce(add))],
  product: [numeric((values) => values.reduce(multiply))],
  mean: [numeric(mean)],
  median: [numeric(median)],
  stddev: [numeric(standardDeviation)],
  mode: [listFunction((items) => (items.length === 0 ? [] : mode(numbers(items))))],
  and: [connective(false)],
  all: [connective(false)],
  or: [connective(true)],
  any: [connective(true)],
  sublist: [
    builtIn({ list, 'start position': integer }, (args) => args.list.slice(indexOf(args.list, args['start position']))),
    builtIn({ list, 'start position': integer, length: integer }, (args) => {
      const start = indexOf(args.list, args['start position'])
      return args.list.slice(start, start + Math.max(args.length, 0))
    }),
  ],
  append: [
    {
      parameters: ['list', 'items'],
      variadic: true,
      invoke: ([first = null, ...items]: readonly FeelValue[]) => [...list(first, [first]), ...items],
    },
  ],
  concatenate: [concatenation((items) => [...items])],
  union: [concatenation(distinct)],
  'insert before': [
    builtIn({ list, position: integer, newItem: any }, (args) =>
      args.list.toSpliced(indexOf(args.list, args.position), 0, args.newItem),
    ),
  ],
  remove: [builtIn({ list, position: integer }, (args) => args.list.toSpliced(indexOf(args.list, args.position), 1))],
  reverse: [builtIn({ list }, (args) => args.list.toReversed())],
  'index of': [
    builtIn({ list, match: any }, (args) =>
      args.list.flatMap((item, index) => (same(item, args.match) ? [index + 1] : [])),
    ),
  ],
  'distinct values': [builtIn({ list }, (args, run) => distinct(args.list, run))],
  'duplicate values': [builtIn({ list }, (args, run) => duplicates(args.list, run))],
  flatten: [builtIn({ list }, (args, run) => flatten(args.list, run))],
  sort: [builtIn({ list, precedes: any }, (args, run) => sortBy(args.list, args.precedes, run))],
  'is empty': [builtIn({ list }, (args) => args.list.length === 0)],
  partition: [builtIn({ list, size: integer }, (args) => partition(args.list, args.size))],
}
