import type { FeelNumber, FeelValue } from '../value.ts'
import { isContext, isList, isNumber } from '../kinds.ts'
import type { FeelContext } from '../value.ts'
import type { Run } from '../run.ts'
import { show } from '../text.ts'
import { toDouble } from '../number.ts'

/** A call that cannot be answered: it gives null and this text as a warning. */
export class BuiltInError extends Error {
  override readonly name = 'BuiltInError'
}

export interface BuiltIn {
  readonly parameters: readonly string[]
  readonly variadic?: boolean
  /**
   * @throws BuiltInError
   */
  readonly invoke: (args: readonly FeelValue[], run: Run) => FeelValue
}

/** Takes one argument out of a list, checked. */
export type Take<T> = (value: FeelValue, args: readonly FeelValue[]) => T

function refuse(args: readonly FeelValue[]): never {
  throw new BuiltInError(`Illegal arguments: List(${args.map(show).join(', ')})`)
}

export const any: Take<FeelValue> = (value) => value
export const number: Take<FeelNumber> = (value, args) => (isNumber(value) ? value : refuse(args))
export const integer: Take<number> = (value, args) => (isNumber(value) ? Math.trunc(toDouble(value)) : refuse(args))
export const text: Take<string> = (value, args) => (typeof value === 'string' ? value : refuse(args))
export const list: Take<readonly FeelValue[]> = (value, args) => (isList(value) ? value : refuse(args))
export const context: Take<FeelContext> = (value, args) => (isContext(value) ? value : refuse(args))

type Taken<T extends Record<string, Take<unknown>>> = { readonly [Name in keyof T]: ReturnType<T[Name]> }

/** A function whose arguments are checked by `takes`, in the order of its keys; too few of them are null. */
export function builtIn<T extends Record<string, Take<unknown>>>(
  takes: T,
  invoke: (args: Taken<T>, run: Run) => FeelValue,
): BuiltIn {
  const entries = Object.entries(takes)
  return {
    parameters: entries.map(([name]) => name),
    invoke: (args, run) => {
      const taken = entries.map(([name, take], index) => [name, take(args[index] ?? null, args)])
      return invoke(Object.fromEntries(taken) as Taken<T>, run)
    },
  }
}

/** A function of one list, or of the list's items one by one. */
export function listFunction(invoke: (items: readonly FeelValue[], run: Run) => FeelValue): BuiltIn {
  return {
    parameters: ['list'],
    variadic: true,
    invoke: (args, run) => {
      const [first] = args
      const items = args.length === 1 && first !== undefined && isList(first) ? first : args
      run.spend(items.length)
      return invoke(items, run)
    },
  }
}
