import { type CompiledExpression, type Evaluation, compileExpression } from '../feel/index.ts'
import type { Expression, FeelExpression, StaticValue } from '../graph/expression.ts'
import type { DomainClock, Random } from '@millrace/kernel'
import { expressionChars, expressionCount } from '../xml/limits.ts'
import { syntaxFault } from './syntax-fault.ts'
import type { SyntaxFault } from '../feel/compile/tree.ts'

/** An expression that cannot be read, in Zeebe's words. */
export interface ExpressionFault {
  readonly kind: 'fault'
  readonly message: string
}

const DESCRIBED_FAULTS = 20
const TOO_MANY: ExpressionFault = {
  kind: 'fault',
  message: `A file has at most ${expressionCount.most} different expressions, of ${expressionChars.most} characters together.`,
}

/** The expressions of one file: each text is compiled once, for its validation and for the graph. */
export class Expressions {
  private readonly compiled = new Map<string, CompiledExpression | SyntaxFault>()
  private faults = 0
  private chars = 0

  /** `=…` is FEEL, everything else a static value. */
  read(text: string): Expression | ExpressionFault {
    return text.startsWith('=') && text.length > 1 ? this.feel(text.slice(1)) : staticValue(text)
  }

  /** FEEL without the leading `=`. */
  feel(text: string): FeelExpression | ExpressionFault {
    let compiled = this.compiled.get(text)
    if (compiled === undefined) {
      this.chars += text.length
      if (this.chars > expressionChars.most || this.compiled.size >= expressionCount.most) return TOO_MANY
      compiled = compileExpression(text)
      this.compiled.set(text, compiled)
    }
    if (compiled.kind === 'expression') return { kind: 'feel', text, compiled }
    // Looking for the place costs many parses: only the first faults of a file get Zeebe's description of it.
    this.faults += 1
    const where = this.faults > DESCRIBED_FAULTS ? compiled.message : syntaxFault(text, compiled.message)
    return { kind: 'fault', message: `failed to parse expression '${text}': ${where}` }
  }
}

export const staticValue = (text: string): StaticValue => ({ kind: 'static', text })

/** Static values that are numbers evaluate to numbers. */
export const isNumeric = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,9})?$/.test(text)

/**
 * Evaluates what may not depend on variables, or on when it is evaluated: the clock stands at the epoch. Used to check
 * (and for names of messages and signals to fix) what start events of a process say.
 */
export function evaluateConstant(expression: FeelExpression): Evaluation {
  return expression.compiled.evaluate({}, { clock: EPOCH, random: CONSTANT })
}

const EPOCH: DomainClock = { now: () => 0, timerAt: () => ({ cancel: () => undefined }) }
const CONSTANT: Random = { uint32: () => 0, bytes: (length) => new Uint8Array(length) }
