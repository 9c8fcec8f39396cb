import { type BuiltIn, BuiltInError, any, builtIn } from './builtin.ts'
import { FeelRange, type FeelValue } from '../value.ts'
import { order } from '../compare.ts'
import { show } from '../text.ts'

/** A point is a range that holds nothing else. */
const asRange = (value: FeelValue): FeelRange =>
  value instanceof FeelRange ? value : new FeelRange(value, value, true, true)

function compared(x: FeelValue, y: FeelValue): number {
  const result = order(x, y)
  if (result === undefined) throw new BuiltInError(`Can't compare '${show(x)}' with '${show(y)}'`)
  return result
}

/** Whether `x` ends before `y` starts. */
function isBefore(x: FeelRange, y: FeelRange): boolean {
  const gap = compared(x.end, y.start)
  return gap < 0 || (gap === 0 && !(x.endClosed && y.startClosed))
}

function isMeeting(x: FeelRange, y: FeelRange): boolean {
  return x.endClosed && y.startClosed && compared(x.end, y.start) === 0
}

const startsNoLater = (x: FeelRange, y: FeelRange): boolean => {
  const gap = compared(x.start, y.start)
  return gap < 0 || (gap === 0 && (x.startClosed || !y.startClosed))
}
const endsNoEarlier = (x: FeelRange, y: FeelRange): boolean => {
  const gap = compared(x.end, y.end)
  return gap > 0 || (gap === 0 && (x.endClosed || !y.endClosed))
}
const includes = (x: FeelRange, y: FeelRange): boolean => startsNoLater(x, y) && endsNoEarlier(x, y)
const sameStart = (x: FeelRange, y: FeelRange): boolean =>
  compared(x.start, y.start) === 0 && x.startClosed === y.startClosed
const sameEnd = (x: FeelRange, y: FeelRange): boolean => compared(x.end, y.end) === 0 && x.endClosed === y.endClosed
const overlaps = (x: FeelRange, y: FeelRange): boolean => !isBefore(x, y) && !isBefore(y, x)

/** Names of the two parameters differ from function to function; each pair is an overload of its own. */
const relation = (
  holds: (x: FeelRange, y: FeelRange) => boolean,
  ...pairs: readonly (readonly [string, string])[]
): BuiltIn[] =>
  [['range1', 'range2'] as const, ...pairs].map(([first, second]) =>
    builtIn({ [first]: any, [second]: any }, (args) =>
      holds(asRange(args[first] ?? null), asRange(args[second] ?? null)),
    ),
  )

const POINT_RANGE = ['point', 'range'] as const
const RANGE_POINT = ['range', 'point'] as const

export const rangeFunctions = {
  before: relation(isBefore, ['point1', 'point2'], POINT_RANGE, RANGE_POINT),
  after: relation((x, y) => isBefore(y, x), ['point1', 'point2'], POINT_RANGE, RANGE_POINT),
  meets: relation(isMeeting),
  'met by': relation((x, y) => isMeeting(y, x)),
  overlaps: relation(overlaps),
  'overlaps before': relation((x, y) => overlaps(x, y) && startsNoLater(x, y) && endsNoEarlier(y, x)),
  'overlaps after': relation((x, y) => overlaps(x, y) && startsNoLater(y, x) && endsNoEarlier(x, y)),
  finishes: relation((x, y) => sameEnd(x, y) && includes(y, x), POINT_RANGE),
  'finished by': relation((x, y) => sameEnd(x, y) && includes(x, y), RANGE_POINT),
  includes: relation(includes, RANGE_POINT),
  during: relation((x, y) => includes(y, x), POINT_RANGE),
  starts: relation((x, y) => sameStart(x, y) && includes(y, x), POINT_RANGE),
  'started by': relation((x, y) => sameStart(x, y) && includes(x, y), RANGE_POINT),
  coincides: relation((x, y) => sameStart(x, y) && sameEnd(x, y), ['point1', 'point2']),
}
