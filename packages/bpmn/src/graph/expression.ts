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
 * The inputs or the outputs of an element, as one FEEL context of its `zeebe:ioMapping` (`{a:x,b:{c:a+1}}`): entries see
 * those before them; a static source is a string. It gives a context with one entry per variable to set. An output to
 * `a.b` keeps what else is in `a`. Zeebe quotes this text in incidents.
 */
export type MappingExpression = FeelExpression
