import type { CompileNode, Compiler, Evaluate } from './compiler.ts'
import { EvaluationFailure, type Run } from '../run.ts'
import { FeelFunction, type FeelValue } from '../value.ts'
import { children, operands } from './tree.ts'
import { type BuiltIn, BuiltInError, builtIns } from '../functions/index.ts'
import { scopeOf } from '../scope.ts'
import type { Scope } from '../scope.ts'
import type { SyntaxNode } from '@lezer/common'
import { isFunction } from '../kinds.ts'
import { nameText } from './literals.ts'
import { payFor } from '../weight.ts'

type Arguments =
  | { readonly kind: 'positional'; readonly values: readonly Evaluate[] }
  | { readonly kind: 'named'; readonly values: ReadonlyMap<string, Evaluate> }

/** `name(…)`, by position or by name; what the expression or the variables define hides what is built in. */
export const invocation: CompileNode = (node, compiler) => {
  const called = children(node)[0] as SyntaxNode
  const args = argumentsOf(node, compiler)
  if (
    called.name === 'PathExpression' ||
    called.name === 'ParenthesizedExpression' ||
    called.name === 'FunctionInvocation'
  ) {
    return callValue(compiler.compile(called), compiler.text(called), args)
  }
  const name = nameText(compiler.text(called))
  return (scope, run) => {
    const own = scope.get(name)
    if (own !== undefined && isFunction(own)) return invoke(own, args, scope, run)
    return callBuiltIn(name, args, scope, run)
  }
}

/** `date(…)`, `time(…)`, `date and time(…)`, `duration(…)`, or `@"…"`. */
export const dateTimeLiteral: CompileNode = (node, compiler) => {
  const first = children(node)[0] as SyntaxNode
  if (first.name === 'AtLiteral') return compiler.compile(first)
  const [name, args] = [nameText(compiler.text(first)), argumentsOf(node, compiler)]
  return (scope, run) => callBuiltIn(name, args, scope, run)
}

function argumentsOf(node: SyntaxNode, { compile, text }: Compiler): Arguments {
  const given = children(node).find((child) => child.name.endsWith('Parameters'))
  if (given?.name !== 'NamedParameters') {
    return { kind: 'positional', values: given === undefined ? [] : operands(given).map(compile) }
  }
  const values = operands(given).map((parameter) => {
    const [name, value] = operands(parameter) as [SyntaxNode, SyntaxNode]
    return [nameText(text(name)), compile(value)] as const
  })
  return { kind: 'named', values: new Map(values) }
}

function callValue(callee: Evaluate, text: string, args: Arguments): Evaluate {
  return (scope, run) => {
    const value = callee(scope, run)
    return isFunction(value)
      ? invoke(value, args, scope, run)
      : run.warn('NO_FUNCTION_FOUND', `No function found with name '${text}'`)
  }
}

function invoke(callee: FeelFunction, args: Arguments, scope: Scope, run: Run): FeelValue {
  run.spend(1)
  return run.call(() => callee.invoke(valuesFor(callee.parameters, args, scope, run), run))
}

/** Values in the order of the parameters; one that is not given by name is null. */
function valuesFor(parameters: readonly string[], args: Arguments, scope: Scope, run: Run): FeelValue[] {
  if (args.kind === 'positional') return args.values.map((value) => value(scope, run))
  return parameters.map((name) => args.values.get(name)?.(scope, run) ?? null)
}

function callBuiltIn(name: string, args: Arguments, scope: Scope, run: Run): FeelValue {
  run.spend(1)
  const found = select(name, args)
  if (found === undefined) return run.warn('NO_FUNCTION_FOUND', missing(name, args))
  try {
    const values = valuesFor(found.parameters, args, scope, run)
    payFor(run, values)
    return found.invoke(values, run)
  } catch (thrown) {
    if (!(thrown instanceof BuiltInError)) throw thrown
    if (name !== 'assert')
      return run.warn('FUNCTION_INVOCATION_FAILURE', `Failed to invoke function '${name}': ${thrown.message}`)
    run.warn('ASSERT_FAILURE', thrown.message)
    throw new EvaluationFailure(`Assertion failure on evaluate the expression: ${thrown.message}`)
  }
}

/** The overload that takes as many arguments, or arguments of these names. */
function select(name: string, args: Arguments): BuiltIn | undefined {
  const overloads = builtIns[name] ?? []
  if (args.kind === 'positional') {
    return overloads.find(({ parameters, variadic }) => variadic === true || parameters.length === args.values.length)
  }
  const names = [...args.values.keys()]
  return overloads.find(({ parameters }) => names.every((given) => parameters.includes(given)))
}

function missing(name: string, args: Arguments): string {
  if (args.kind === 'positional') return `No function found with name '${name}' and ${args.values.length} parameters`
  return `No function found with name '${name}' and parameters: ${[...args.values.keys()].join(', ')}`
}

/** `function(a, b) a + b`; external functions are not for processes. */
export const definition: CompileNode = (node, compiler) => {
  const formal = children(node).find((child) => child.name === 'FormalParameters')
  const parameters = (formal === undefined ? [] : operands(formal)).map((parameter) =>
    nameText(compiler.text(children(parameter)[0] as SyntaxNode)),
  )
  const body = children(node).find((child) => child.name === 'FunctionBody') as SyntaxNode
  if (children(body)[0]?.name === 'external') {
    return (_, run) => run.warn('FUNCTION_INVOCATION_FAILURE', 'external functions are not supported')
  }
  const evaluate = compiler.compile(operands(body)[0] as SyntaxNode)
  return (scope) =>
    new FeelFunction(parameters, (values, run) => {
      const given = Object.fromEntries(parameters.map((name, index) => [name, values[index] ?? null]))
      return evaluate(scopeOf(given, scope), run)
    })
}
