import type { SqlType } from '../types/type.ts'

/** What a function may ask of the job that it runs in. */
export interface RuntimeContext {
  /** Processing time: the domain clock, ms. */
  now(): number
  /** A number in [0, 1). */
  random(): number
  /** The session's time zone, `table.local-time-zone`; UTC when not given. */
  readonly zone?: string
}

/** Takes values that are not null, unless the function says `nulls: 'own'`. Called for every row: keep it cheap. */
export type Evaluate = (...values: never[]) => unknown

export interface ScalarFunction {
  readonly name: string
  /** How it is called and what it gives, in one line; SHOW FUNCTIONS and the console print it. */
  readonly doc: string
  readonly arity: readonly [least: number, most: number]
  /** The result's type when it takes such arguments. Null if any argument may be, unless `nulls` is `own`. */
  readonly type: (
    args: readonly SqlType[],
    returning?: SqlType,
    /** Values of the arguments that are literals, undefined for the others. */
    constants?: readonly unknown[],
  ) => SqlType | undefined
  /** Made once for a statement. */
  readonly make: (args: readonly SqlType[], result: SqlType, context: RuntimeContext) => Evaluate
  readonly nulls?: 'own'
  /** May give null although no argument is. */
  readonly nullable?: true
  /** Arguments that are turned into the common type of all from this one on. */
  readonly common?: number
  /** Gives another value each time, so it is not computed beforehand. */
  readonly volatile?: true
}

/** A function whose evaluator depends on nothing. */
export function simple(
  name: string,
  doc: string,
  arity: number | readonly [number, number],
  type: ScalarFunction['type'],
  evaluate: Evaluate,
  more: Partial<ScalarFunction> = {},
): ScalarFunction {
  return { name, doc, arity: typeof arity === 'number' ? [arity, arity] : arity, type, make: () => evaluate, ...more }
}

/** Result type `type` when every argument passes its test; the last test stands for the rest. */
export function signature(type: SqlType, ...tests: readonly ((type: SqlType) => boolean)[]): ScalarFunction['type'] {
  return (args) => {
    const fits = args.every((arg, at) => arg.name === 'NULL' || (tests[Math.min(at, tests.length - 1)]?.(arg) ?? true))
    return fits ? type : undefined
  }
}
