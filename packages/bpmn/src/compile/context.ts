import { type XmlElement, filled } from '../xml/element.ts'
import type { Expression, FeelExpression } from '../graph/expression.ts'
import type { Expressions } from '../model/expressions.ts'
import type { Model } from '../model/model.ts'
import type { Numbering } from './numbering.ts'
import { invariant } from '@millrace/kernel'

/** What compiling one process works with. The model is valid: what must be there is. */
export class Context {
  readonly model: Model
  readonly numbering: Numbering
  private readonly expressions: Expressions

  constructor(model: Model, numbering: Numbering, expressions: Expressions) {
    this.model = model
    this.numbering = numbering
    this.expressions = expressions
  }

  /** Index of an element as flows and boundary events mean it. */
  index(element: XmlElement | undefined): number {
    return present(element === undefined ? undefined : this.numbering.outer.get(element), 'element is numbered')
  }

  flowIndex(flow: XmlElement): number {
    return present(this.numbering.flowIndex.get(flow), 'flow is numbered')
  }

  incoming(node: XmlElement): readonly XmlElement[] {
    return this.model.incoming(node)
  }

  outgoing(node: XmlElement): readonly XmlElement[] {
    return this.model.outgoing(node)
  }

  value(text: string | undefined): Expression {
    const read = this.expressions.read(present(text, 'valid model has the attribute'))
    invariant(read.kind !== 'fault', 'valid model has valid expressions', text)
    return read
  }

  optional(element: XmlElement | undefined, name: string): Expression | undefined {
    const text = element === undefined ? undefined : filled(element, name)
    return text === undefined ? undefined : this.value(text)
  }

  /** @param text without the leading `=` */
  feel(text: string): FeelExpression {
    const read = this.expressions.feel(text)
    invariant(read.kind !== 'fault', 'generated expressions are valid', text)
    return read
  }
}

export function present<T>(value: T | undefined, name: string): T {
  invariant(value !== undefined, name)
  return value
}
