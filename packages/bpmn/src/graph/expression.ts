import type { CompiledExpression } from '../feel/index.ts'

/** A value that is written in the model as it stands (no leading `=`). */
export interface StaticValue {
  readonly kind: 'static'
  readonly text: string
}

/** `=…`: FEEL, compiled once. `text` is without the `=`, as incidents quote it. */
export interface FeelExpression {
  readonly kind: 'feel'
  readonly text: string
  readonly compiled: CompiledExpression
}

/** What most attributes of Zeebe's extension elements hold: a static value or an expression. */
export type Expression = StaticValue | FeelExpression

/**
 * `zeebe:input` or `zeebe:output`. Mappings are evaluated in order, and each sees the results of those before it.
 * `target` is a path: `a.b` is `['a', 'b']`. A static source is a string.
 */
export interface Mapping {
  readonly source: Expression
  readonly target: readonly string[]
}
