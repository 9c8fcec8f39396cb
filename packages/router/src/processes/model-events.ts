import { parsePath } from '../events/path.ts'

/** A message that a model names. */
export interface ModelMessage {
  readonly name: string
  /** The expression of its subscription (`=sessionId`), when it has one that is a path. */
  readonly correlationKey: string | undefined
  /** Whether it starts a process, which takes no key; the start of an event subprocess takes one. */
  readonly starts: boolean
}

/** What a model has to do with events. */
export interface ModelEvents {
  readonly messages: readonly ModelMessage[]
  /** Types of events that jobs of the model wait for. */
  readonly waitTypes: readonly string[]
}

const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/gu
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu
const NO_ELEMENTS = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/gu

const SUBPROCESSES = new Set(['subProcess', 'transaction', 'adHocSubProcess'])

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly kind: 'open' | 'close' | 'empty'
}

/**
 * Finds the messages and the awaited types of a BPMN model. It is read by its tags alone: the engine that took the model
 * has found it well-formed, and nothing else of it matters here.
 */
export function modelEvents(xml: string): ModelEvents {
  const messages = new Map<string, { name: string; correlationKey: string | undefined }>()
  const starts = new Set<string>()
  const waitTypes = new Set<string>()
  let message: string | undefined
  let inStart = false
  let depth = 0
  for (const { name, attributes, kind } of tagsOf(xml)) {
    const opens = kind !== 'close'
    if (name === 'message') {
      message = opens ? attributes['id'] : undefined
      if (message !== undefined) messages.set(message, { name: attributes['name'] ?? '', correlationKey: undefined })
    } else if (name === 'subscription' && opens && message !== undefined) {
      const held = messages.get(message)
      if (held !== undefined) held.correlationKey = pathText(attributes['correlationKey'])
    } else if (SUBPROCESSES.has(name)) depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0
    else if (name === 'startEvent') inStart = kind === 'open' && depth === 0
    else if (name === 'messageEventDefinition' && opens && inStart) starts.add(attributes['messageRef'] ?? '')
    else if (name === 'header' && opens && attributes['key'] === 'WaitType') waitTypes.add(attributes['value'] ?? '')
  }
  return {
    messages: [...messages].flatMap(([id, held]) => (held.name === '' ? [] : [{ ...held, starts: starts.has(id) }])),
    waitTypes: [...waitTypes].filter((type) => type !== ''),
  }
}

function* tagsOf(xml: string): Generator<Tag> {
  for (const [, closing, name = '', attributes = '', empty] of xml.replaceAll(NO_ELEMENTS, '').matchAll(TAG)) {
    const kind = closing === '/' ? 'close' : empty === '/' ? 'empty' : 'open'
    const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = '', double, single]) => {
      return [key, decoded(double ?? single ?? '')] as const
    })
    yield { name, attributes: Object.fromEntries(pairs), kind }
  }
}

const pathText = (text: string | undefined): string | undefined =>
  text !== undefined && parsePath(text) !== undefined ? text : undefined

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/giu, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? whole
    const code = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16)
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
}
