import { BuiltInError, any, builtIn, context, list, listFunction } from './builtin.ts'
import type { FeelContext, FeelValue } from '../value.ts'
import { isContext, isList } from '../kinds.ts'
import { show } from '../text.ts'

function keysOf(key: FeelValue): readonly string[] {
  const keys = isList(key) ? key : [key]
  return keys.map((part) => {
    if (typeof part === 'string') return part
    throw new BuiltInError(`expected string but found '${show(part)}'`)
  })
}

const own = (value: FeelValue, key: string): FeelValue =>
  isContext(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null

function valueAt(from: FeelContext, keys: readonly string[]): FeelValue {
  return keys.length === 0 ? null : keys.reduce<FeelValue>(own, from)
}

function put(into: FeelContext, [key, ...rest]: readonly string[], value: FeelValue): FeelContext {
  if (key === undefined) return into
  const inner = own(into, key)
  return { ...into, [key]: rest.length === 0 ? value : put(isContext(inner) ? inner : {}, rest, value) }
}

function entries(items: readonly FeelValue[]): FeelContext {
  return Object.fromEntries(
    items.map((item) => {
      const key = own(item, 'key')
      if (typeof key !== 'string')
        throw new BuiltInError(`expected an entry with 'key' and 'value' but found '${show(item)}'`)
      return [key, own(item, 'value')]
    }),
  )
}

function merge(items: readonly FeelValue[]): FeelContext {
  const merged = items.flatMap((item) => {
    if (!isContext(item)) throw new BuiltInError(`expected context but found '${show(item)}'`)
    return Object.entries(item)
  })
  return Object.fromEntries(merged)
}

const getEntries = (of: FeelContext): FeelValue => Object.entries(of).map(([key, value]) => ({ key, value }))
const contextPut = builtIn({ context, key: any, value: any }, (args) => {
  const keys = keysOf(args.key)
  return keys.length === 0 ? null : put(args.context, keys, args.value)
})
/** Takes a list, or its items one by one, as Zeebe writes it for output mappings. */
const contextMerge = { ...listFunction(merge), parameters: ['contexts'] }

export const contextFunctions = {
  'get entries': [
    builtIn({ context }, (args) => getEntries(args.context)),
    builtIn({ m: context }, ({ m }) => getEntries(m)),
  ],
  'get value': [
    builtIn({ context, key: any }, (args) => valueAt(args.context, keysOf(args.key))),
    builtIn({ m: context, key: any }, (args) => valueAt(args.m, keysOf(args.key))),
    builtIn({ context, keys: list }, (args) => valueAt(args.context, keysOf(args.keys))),
  ],
  'context put': [contextPut, { ...contextPut, parameters: ['context', 'keys', 'value'] }],
  put: [contextPut],
  'context merge': [contextMerge],
  'put all': [contextMerge],
  context: [builtIn({ entries: list }, (args) => entries(args.entries))],
}
