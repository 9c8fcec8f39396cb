import { type CompileNode, type Compiler, type Evaluate, INPUT } from './compiler.ts'
import { arithmetic, conjunction, disjunction, ifExpression, instanceOf } from './operators.ts'
import * as literals from './literals.ts'
import { comparison, positiveTest, positiveTests, simpleTest, unaryTests } from './unary-tests.ts'
import { dateTimeLiteral, definition, invocation } from './calls.ts'
import { filter, path, variable } from './paths.ts'
import { forExpression, iterationContext, quantified } from './iterations.ts'
import { invariant } from '@millrace/kernel'
import { operands } from './tree.ts'
import type { SyntaxNode } from '@lezer/common'

const inner: CompileNode = (node, { compile }) => compile(operands(node)[0] as SyntaxNode)

/** How each kind of node is compiled: the table of contents of the language. */
const nodes: Readonly<Record<string, CompileNode>> = {
  Expression: inner,
  UnaryTests: unaryTests,
  null: literals.nullLiteral,
  BooleanLiteral: literals.booleanLiteral,
  NumericLiteral: literals.numericLiteral,
  StringLiteral: literals.stringLiteral,
  AtLiteral: literals.atLiteral,
  DateTimeLiteral: dateTimeLiteral,
  List: literals.list,
  Context: literals.context,
  Interval: literals.interval,
  ParenthesizedExpression: literals.parenthesized,
  '?': literals.inputValue,
  VariableName: variable,
  PathExpression: path,
  FilterExpression: filter,
  ArithmeticExpression: arithmetic,
  Disjunction: disjunction,
  Conjunction: conjunction,
  Comparison: comparison,
  IfExpression: ifExpression,
  InstanceOfExpression: instanceOf,
  ForExpression: forExpression,
  QuantifiedExpression: quantified,
  IterationContext: iterationContext,
  FunctionInvocation: invocation,
  FunctionDefinition: definition,
  SimplePositiveUnaryTest: simpleTest,
  PositiveUnaryTest: positiveTest,
  PositiveUnaryTests: positiveTests,
}

export { type Evaluate, INPUT }

/** Turns a parsed expression into a closure; the tree is not needed afterwards. */
export function compileTree(tree: SyntaxNode, source: string): Evaluate {
  const compiler: Compiler = {
    text: (node) => source.slice(node.from, node.to),
    compile: (node) => {
      const compile = nodes[node.name]
      invariant(compile !== undefined, 'every kind of node has a compiler', node.name)
      return compile(node, compiler)
    },
  }
  return compiler.compile(tree)
}
