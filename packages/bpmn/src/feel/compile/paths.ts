import type { CompileNode, Evaluate } from './compiler.ts'
import type { FeelContext, FeelValue } from '../value.ts'
import { isContext, isList, isNumber } from '../kinds.ts'
import { type Scope, scopeOf, withVariable } from '../scope.ts'
import { operands } from './tree.ts'
import type { Run } from '../run.ts'
import type { SyntaxNode } from '@lezer/common'
import { expected } from './operators.ts'
import { nameText } from './literals.ts'
import { properties } from '../temporal/properties.ts'
import { show } from '../text.ts'
import { toDouble } from '../number.ts'

export const variable: CompileNode = (node, { text }) => {
  const name = nameText(text(node))
  return (scope, run) => {
    run.spend(1)
    const value = scope.get(name)
    return value === undefined ? run.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`) : value
  }
}

export const path: CompileNode = (node, { compile, text }) => {
  const [source, name] = operands(node) as [SyntaxNode, SyntaxNode]
  const [evaluate, key] = [compile(source), nameText(text(name))]
  return (scope, run) => {
    run.spend(1)
    return entry(evaluate(scope, run), key, run)
  }
}

/** `value.key`: of a context its entry, of a list the entries of its items, of a time or duration its part. */
function entry(value: FeelValue, key: string, run: Run): FeelValue {
  if (isList(value)) {
    run.spend(value.length)
    return value.map((item) => entry(item, key, run))
  }
  if (value === null)
    return run.warn('NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${key}'. The context is null`)
  if (isContext(value)) return Object.hasOwn(value, key) ? (value[key] ?? null) : noEntry(value, key, run)
  const parts = properties(value)
  if (Object.hasOwn(parts, key)) return parts[key] ?? null
  const available = quoted(Object.keys(parts))
  return run.warn(
    'NO_PROPERTY_FOUND',
    `No property found with name '${key}' of value '${show(value)}'. Available properties: ${available}`,
  )
}

function noEntry(context: FeelContext, key: string, run: Run): null {
  const keys = Object.keys(context)
  const detail = keys.length === 0 ? 'The context is empty' : `Available keys: ${quoted(keys)}`
  return run.warn('NO_CONTEXT_ENTRY_FOUND', `No context entry found with key '${key}'. ${detail}`)
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')

/** Filters that are always conditions: evaluating them once without an item would warn for nothing. */
const CONDITIONS = new Set(['Comparison', 'FunctionInvocation', 'Disjunction', 'Conjunction', 'QuantifiedExpression'])

/** `list[filter]`: the item at an index (from 1, or from the end when negative), or the items that fulfil a condition. */
export const filter: CompileNode = (node, { compile }) => {
  const [source, condition] = operands(node) as [SyntaxNode, SyntaxNode]
  const [evaluate, test] = [compile(source), compile(condition)]
  const byItem = CONDITIONS.has(condition.name)
  return (scope, run) => {
    const value = evaluate(scope, run)
    if (!isList(value)) return expected('list', value, run)
    if (byItem) return matching(value, test, scope, run)
    const index = run.quietly(() => test(scope, run))
    return isNumber(index) ? at(value, toDouble(index)) : matching(value, test, scope, run)
  }
}

function matching(items: readonly FeelValue[], test: Evaluate, scope: Scope, run: Run): FeelValue {
  const found: FeelValue[] = []
  for (const item of items) {
    run.spend(1)
    const holds = test(itemScope(item, scope), run)
    if (isNumber(holds)) return at(items, toDouble(holds))
    if (holds === true) found.push(item)
  }
  return found
}

/** Within a filter `item` is the item, and the entries of a context can be named by themselves. */
function itemScope(item: FeelValue, outer: Scope): Scope {
  const scope = withVariable(outer, 'item', item)
  return isContext(item) ? scopeOf(item, scope) : scope
}

function at(items: readonly FeelValue[], index: number): FeelValue {
  return items[index > 0 ? index - 1 : items.length + index] ?? null
}
