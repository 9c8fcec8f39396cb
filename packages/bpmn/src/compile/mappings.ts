import { type XmlElement, attribute, childrenOf, extensionOf } from '../xml/element.ts'
import type { Context } from './context.ts'
import type { MappingExpression } from '../graph/expression.ts'

/** Targets by name, in the order of their first mention; a path opens a context within. */
type Targets = Map<string, string | Targets>

/** `zeebe:input` elements of a `zeebe:ioMapping` as the text of one FEEL context; undefined when there are none. */
export const inputText = (mapping: XmlElement): string | undefined =>
  mappingText(mapping, 'zeebe:input', (nested) => nested)

/** `zeebe:output` elements likewise; a target `a.b` adds to the `a` that is there. */
export const outputText = (mapping: XmlElement): string | undefined =>
  mappingText(
    mapping,
    'zeebe:output',
    (nested, path) => `if (${path} != null) then context merge(${path},${nested}) else ${nested}`,
  )

/** The mappings of an element, by one of the two texts. */
export function mappings(
  context: Context,
  element: XmlElement,
  textOf: (mapping: XmlElement) => string | undefined,
): MappingExpression | undefined {
  const mapping = extensionOf(element, 'zeebe:ioMapping')
  const text = mapping === undefined ? undefined : textOf(mapping)
  return text === undefined ? undefined : context.feel(text)
}

type Nest = (nested: string, path: string) => string

function mappingText(mapping: XmlElement, tag: string, nest: Nest): string | undefined {
  const entries = childrenOf(mapping, tag)
  if (entries.length === 0) return undefined
  const targets: Targets = new Map()
  for (const entry of entries) {
    add(targets, (attribute(entry, 'target') ?? '').split('.'), source(attribute(entry, 'source') ?? ''))
  }
  return contextText(targets, [], nest)
}

/** A static source is a string, whatever it looks like. */
const source = (text: string): string =>
  text.startsWith('=') && text.length > 1 ? text.slice(1) : `"${text.replaceAll('"', '\\"')}"`

function add(targets: Targets, [name = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    targets.set(name, text)
    return
  }
  const found = targets.get(name)
  const nested: Targets = found instanceof Map ? found : new Map()
  targets.set(name, nested)
  add(nested, rest, text)
}

function contextText(targets: Targets, path: readonly string[], nest: Nest): string {
  const entries = [...targets].map(([name, value]) => {
    const here = [...path, name]
    return `${name}:${value instanceof Map ? nest(contextText(value, here, nest), here.join('.')) : value}`
  })
  return `{${entries.join(',')}}`
}
