import type { Frame } from '../frame.ts'
import type { Type, Value } from '../value.ts'

/** A built-in function: one entry for each number of arguments it takes. */
export interface CesqlFunction {
  readonly name: string
  /** Types of the arguments; `any` is not cast. */
  readonly parameters: readonly (Type | 'any')[]
  /** Type of any number of further arguments. */
  readonly rest?: Type
  readonly returns: Type
  /** Arguments come cast to the types above. */
  readonly apply: (values: readonly Value[], frame: Frame) => Value
}
