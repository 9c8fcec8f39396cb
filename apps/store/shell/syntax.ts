import type { Place } from './lex.ts'

/** What was typed, as a tree. `place` is where a reader would look for what went wrong. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly place: Place }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly place: Place }
  | { readonly kind: 'record'; readonly entries: readonly Entry[]; readonly place: Place }
  | { readonly kind: 'variable'; readonly name: string; readonly place: Place }
  /** `c.first_name`: an attribute, or a call without arguments, as in Ruby. */
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string; readonly place: Place }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly place: Place }
  | {
      readonly kind: 'call'
      readonly object: Expression | undefined
      readonly name: string
      readonly args: readonly Expression[]
      readonly place: Place
    }
  | {
      readonly kind: 'arithmetic'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
      readonly place: Place
    }
  | { readonly kind: 'assign'; readonly target: Target; readonly value: Expression; readonly place: Place }

export type Operator = '+' | '-' | '*' | '/'
export type Target = Extract<Expression, { kind: 'variable' | 'member' }>

export interface Entry {
  readonly name: string
  readonly value: Expression
}
