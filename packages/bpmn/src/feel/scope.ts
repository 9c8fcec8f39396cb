import type { FeelContext, FeelValue } from './value.ts'

/** Variables by name, innermost first. */
export interface Scope {
  /** The value; undefined when there is no such variable here or further out. */
  get(name: string): FeelValue | undefined
}

/** A context as the innermost scope. Only own entries count: `constructor` is not a variable. */
export function scopeOf(variables: FeelContext, outer?: Scope): Scope {
  return { get: (name) => (Object.hasOwn(variables, name) ? variables[name] : outer?.get(name)) }
}

/** One more variable. */
export function withVariable(outer: Scope, name: string, value: FeelValue): Scope {
  return { get: (wanted) => (wanted === name ? value : outer.get(wanted)) }
}
