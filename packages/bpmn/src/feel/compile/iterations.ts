import type { CompileNode, Compiler, Evaluate } from './compiler.ts'
import { isList, isNumber } from '../kinds.ts'
import { type Scope, withVariable } from '../scope.ts'
import { children, operands } from './tree.ts'
import type { FeelValue } from '../value.ts'
import type { Run } from '../run.ts'
import type { SyntaxNode } from '@lezer/common'
import { expected } from './operators.ts'
import { nameText } from './literals.ts'
import { toDouble } from '../number.ts'

interface Iterator {
  readonly name: string
  readonly items: Evaluate
}

function iterators(node: SyntaxNode, { compile, text }: Compiler): readonly Iterator[] {
  const clauses = children(node).find((child) => child.name === 'InExpressions') as SyntaxNode
  return operands(clauses).map((clause) => {
    const [name, items] = operands(clause) as [SyntaxNode, SyntaxNode]
    return { name: nameText(text(name)), items: compile(items) }
  })
}

/** `a..b` counts up or down by one; anything else is a list. */
export const iterationContext: CompileNode = (node, { compile }) => {
  const [start, end] = operands(node).map(compile) as [Evaluate, Evaluate | undefined]
  if (end === undefined) return start
  return (scope, run) => {
    const [from, to] = [start(scope, run), end(scope, run)]
    if (!isNumber(from)) return expected('number', from, run)
    if (!isNumber(to)) return expected('number', to, run)
    const [first, last] = [toDouble(from), toDouble(to)]
    const step = first < last ? 1 : -1
    const length = Math.floor(Math.abs(last - first)) + 1
    run.spend(length)
    return Array.from({ length }, (_, index) => first + step * index)
  }
}

/**
 * Every combination of the iterators, the last one fastest, until `visit` says stop. All lists are made before the
 * first visit, as FEEL's iterators do not depend on one another here; undefined when one of them is no list.
 */
function product(
  from: readonly Iterator[],
  scope: Scope,
  run: Run,
  visit: (scope: Scope) => 'stop' | 'on',
): null | undefined {
  const lists: (readonly FeelValue[])[] = []
  for (const { items } of from) {
    const list = items(scope, run)
    if (!isList(list)) return expected('list', list, run)
    lists.push(list)
  }
  const descend = (depth: number, inner: Scope): 'stop' | 'on' => {
    const iterator = from[depth]
    if (iterator === undefined) return visit(inner)
    for (const item of lists[depth] ?? []) {
      run.spend(1)
      if (descend(depth + 1, withVariable(inner, iterator.name, item)) === 'stop') return 'stop'
    }
    return 'on'
  }
  descend(0, scope)
  return undefined
}

/** `for x in xs return …`; `partial` is the list of the results up to now. */
export const forExpression: CompileNode = (node, compiler) => {
  const from = iterators(node, compiler)
  const body = compiler.compile(operands(node).at(-1) as SyntaxNode)
  return (scope, run) => {
    const results: FeelValue[] = []
    // A copy for whoever looks: a result must not come to hold itself.
    const soFar = (): FeelValue => {
      run.spend(results.length)
      return [...results]
    }
    const seeing: Scope = { get: (name) => (name === 'partial' ? soFar() : scope.get(name)) }
    const failed = product(from, seeing, run, (inner) => {
      results.push(body(inner, run))
      return 'on'
    })
    return failed === null ? null : [...results]
  }
}

/** `some x in xs satisfies …`, `every …`: three-valued, as `or` and `and` over the combinations. */
export const quantified: CompileNode = (node, compiler) => {
  const decisive = children(node)[0]?.name === 'some'
  const from = iterators(node, compiler)
  const condition = compiler.compile(operands(node).at(-1) as SyntaxNode)
  return (scope, run) => {
    let result: boolean | null = !decisive
    const failed = product(from, scope, run, (inner) => {
      const holds = condition(inner, run)
      if (holds === decisive) {
        result = decisive
        return 'stop'
      }
      if (typeof holds !== 'boolean') result = result === null ? null : expected('boolean', holds, run)
      return 'on'
    })
    return failed === null ? null : result
  }
}
