import { isContext, isList } from './kinds.ts'
import { EvaluationFailure, type Run } from './run.ts'
import type { FeelValue } from './value.ts'

/** What the value of an expression may come to, in characters of its JSON: as much as a call may bring. */
const VALUE_CHARS = 4 << 20
/** What may be shown as text, in a message or by `string(…)`. */
const SHOWN_CHARS = 1 << 20
/** Lists and contexts inside one another; JSON's own reader and writer go only so deep. */
const VALUE_DEPTH = 1000
/** Going through a value takes about as long as so many of its characters in steps. */
const CHARS_PER_STEP = 64
const SCALAR_CHARS = 4

interface Weight {
  /** About as many characters as its JSON has. A part that is in it twice counts twice. */
  readonly chars: number
  readonly depth: number
}

const known = new WeakMap<object, Weight>()

/** A part that stands in a value many times is weighed once: `[x, x]` of `[y, y]` and so on weighs far more than it holds. */
function weigh(value: FeelValue, left = VALUE_DEPTH): Weight {
  if (typeof value === 'string') return { chars: value.length + 2, depth: 0 }
  if (typeof value !== 'object' || value === null || !(isList(value) || isContext(value))) {
    return { chars: SCALAR_CHARS, depth: 0 }
  }
  const before = known.get(value)
  if (before !== undefined) return before
  let [chars, depth] = [2, 0]
  const add = (part: FeelValue): void => {
    const inner = left === 0 ? { chars: 0, depth: VALUE_DEPTH } : weigh(part, left - 1)
    chars += inner.chars + 1
    depth = Math.max(depth, inner.depth + 1)
  }
  if (isList(value)) for (const item of value) add(item)
  else {
    for (const [key, entry] of Object.entries(value)) {
      chars += key.length + 3
      add(entry)
    }
  }
  const weight = { chars, depth }
  known.set(value, weight)
  return weight
}

/** Pays for going through values as a whole: to compare them, or to give them to a function. */
export function payFor(run: Run, values: readonly FeelValue[]): void {
  for (const value of values) {
    if (typeof value === 'object' && value !== null) run.spend(Math.floor(weigh(value).chars / CHARS_PER_STEP))
  }
}

/** @throws EvaluationFailure when the value is too large to become a variable. */
export function checkValue(value: FeelValue): FeelValue {
  const { chars, depth } = weigh(value)
  if (chars > VALUE_CHARS) throw new EvaluationFailure(`its value would be larger than ${VALUE_CHARS} characters`)
  if (depth > VALUE_DEPTH) throw new EvaluationFailure(`its value would be nested more than ${VALUE_DEPTH} deep`)
  return value
}

/** @throws EvaluationFailure when the value is too large to be shown. */
export function checkShown(value: FeelValue): void {
  if (weigh(value).chars <= SHOWN_CHARS) return
  throw new EvaluationFailure(`a value larger than ${SHOWN_CHARS} characters cannot be shown as text`)
}
