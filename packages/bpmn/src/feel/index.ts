import { type Budget, EvaluationFailure, Run, type Warning } from './run.ts'
import type { DomainClock, Random } from '@millrace/kernel'
import type { FeelContext, FeelValue } from './value.ts'
import { type Evaluate, INPUT, compileTree } from './compile/index.ts'
import { type SyntaxFault, parseTree } from './compile/tree.ts'
import { scopeOf, withVariable } from './scope.ts'
import { checkValue } from './weight.ts'

/** What evaluating came to. A failure has no value: out of budget, or an assertion that does not hold. */
export type Evaluation =
  | { readonly kind: 'value'; readonly value: FeelValue; readonly warnings: readonly Warning[] }
  | { readonly kind: 'failure'; readonly message: string; readonly warnings: readonly Warning[] }

export interface EvaluationPorts {
  readonly clock: DomainClock
  readonly random: Random
  readonly budget?: Budget
}

/** An expression that was read and compiled once, and can be evaluated any number of times. */
export interface CompiledExpression {
  readonly kind: 'expression'
  readonly text: string
  evaluate(variables: FeelContext, ports: EvaluationPorts): Evaluation
}

/** Tests of one input value, as in a decision table's cell. */
export interface CompiledTests {
  readonly kind: 'tests'
  readonly text: string
  evaluate(input: FeelValue, variables: FeelContext, ports: EvaluationPorts): Evaluation
}

/** Reads a FEEL expression (without the leading `=`); a fault says where it cannot be read. */
export function compileExpression(text: string): CompiledExpression | SyntaxFault {
  const tree = parseTree(text, 'Expression')
  if ('kind' in tree) return tree
  const evaluate = compileTree(tree, text)
  return {
    kind: 'expression',
    text,
    evaluate: (variables, ports) => run(evaluate, scopeOf(variables), ports),
  }
}

/** Reads unary tests: `> 5`, `"a","b"`, `not([1..3])`, `-`. */
export function compileUnaryTests(text: string): CompiledTests | SyntaxFault {
  const tree = parseTree(text, 'UnaryTests')
  if ('kind' in tree) return tree
  const evaluate = compileTree(tree, text)
  return {
    kind: 'tests',
    text,
    evaluate: (input, variables, ports) => run(evaluate, withVariable(scopeOf(variables), INPUT, input), ports),
  }
}

function run(evaluate: Evaluate, scope: ReturnType<typeof scopeOf>, ports: EvaluationPorts): Evaluation {
  const current = new Run(ports, ports.budget)
  try {
    return { kind: 'value', value: checkValue(evaluate(scope, current)), warnings: current.warnings }
  } catch (thrown) {
    if (!(thrown instanceof EvaluationFailure)) throw thrown
    return { kind: 'failure', message: thrown.message, warnings: current.warnings }
  }
}
