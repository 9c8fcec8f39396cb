import { Parser } from 'saxen'
import { elementCount, nestingDepth, resourceBytes } from './limits.ts'
import type { XmlElement } from './element.ts'

/** The file is no XML that we read; `message` has the form of Zeebe's: `Fatal Error: URI=null Line=1: …`. */
export interface XmlFault {
  readonly kind: 'fault'
  readonly line: number
  readonly message: string
}

export interface XmlDocument {
  readonly kind: 'document'
  readonly root: XmlElement
  readonly lines: number
}

/** Everything else (diagrams, other vendors' extensions) is checked for being XML, and then left out. */
const namespaces = {
  'http://www.omg.org/spec/BPMN/20100524/MODEL': 'bpmn',
  'http://camunda.org/schema/zeebe/1.0': 'zeebe',
  'http://www.w3.org/2001/XMLSchema-instance': 'xsi',
} as const

const ROOT = "The root element must be 'definitions' of BPMN 2.0 (xmlns=http://www.omg.org/spec/BPMN/20100524/MODEL)."

const ours = /^(bpmn|zeebe):/

/** Reads XML into a tree of the elements of BPMN and Zeebe. DOCTYPE, hence entities of one's own, is refused. */
export function readXml(text: string): XmlDocument | XmlFault {
  if (text.length > resourceBytes.most) {
    return fault(1, `The file is longer than ${resourceBytes.most} bytes, the most that a resource may have.`)
  }
  if (text.trim() === '') return fault(1, 'Premature end of file.')
  if (!/^\uFEFF?\s*</.test(text)) return fault(1, 'Content is not allowed in prolog.')
  if (NOT_XML.test(text)) return fault(1, 'The file holds a character that XML does not allow.')
  const tree = new TreeBuilder()
  try {
    parse(text, tree)
  } catch (thrown) {
    if (thrown instanceof Malformed) return fault(thrown.line, thrown.message)
    throw thrown
  }
  const root = tree.root
  if (root?.tag !== 'bpmn:definitions') return fault(1, ROOT)
  return { kind: 'document', root, lines: text.split('\n').length }
}

const UNKNOWN_ENTITY = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)[^;\s]{0,40};?/
const NOT_XML = /[^\P{Cc}\t\n\r\u007F-\u009F]|[\p{Cs}\uFFFE\uFFFF]/u

/** Leaves the parser, which has no other way to be stopped. */
class Malformed extends Error {
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

const fault = (line: number, message: string): XmlFault => ({
  kind: 'fault',
  line,
  message: `Fatal Error: URI=null Line=${line}: ${message}`,
})

type Context = () => { readonly line: number }

function parse(text: string, tree: TreeBuilder): void {
  const parser = new Parser()
  const stop = (message: string, context: Context): never => {
    throw new Malformed(context().line + 1, message)
  }
  parser.ns(namespaces)
  parser.on('attention', (_text: string, _decode: unknown, context: Context) => {
    stop('DOCTYPE is disallowed.', context)
  })
  parser.on('question', (declaration: string, context: Context) => {
    const encoding = /^<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1]
    if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
      stop(`The encoding '${encoding}' is not supported: a file must be in UTF-8.`, context)
    }
  })
  parser.on('error', (error: Error, context: Context) => stop(sentence(error), context))
  parser.on('warn', (error: Error, context: Context) => stop(sentence(error), context))
  const decoded = (value: string, decode: Decode, context: Context): string => {
    const entity = UNKNOWN_ENTITY.exec(value)?.[0]
    if (entity !== undefined) stop(`The entity "${entity}" was referenced, but not declared.`, context)
    const text = decode(value)
    if (NOT_XML.test(text)) stop('A character reference gives a character that XML does not allow.', context)
    return text
  }
  parser.on('openTag', (name: string, read: () => Attributes, decode: Decode, _: boolean, context: Context) => {
    const attributes = Object.entries(read()).map(([key, value]) => [key, decoded(value, decode, context)] as const)
    const why = tree.open(name, attributes)
    if (why !== undefined) stop(why, context)
  })
  parser.on('closeTag', () => tree.close())
  parser.on('text', (value: string, decode: Decode, context: Context) => tree.text(decoded(value, decode, context)))
  parser.on('cdata', (value: string) => tree.text(value))
  parser.parse(text)
}

const sentence = (error: Error): string => `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`

type Decode = (text: string) => string
type Attributes = Readonly<Record<string, string>>
type Entries = readonly (readonly [name: string, value: string])[]
type Growing = Omit<XmlElement, 'children' | 'text'> & { readonly children: XmlElement[]; text: string }

class TreeBuilder {
  root: XmlElement | undefined
  private readonly open_: Growing[] = []
  /** How many open elements are left out, from the outermost one of another namespace. */
  private skipping = 0
  private count = 0
  private rooted = false

  /** A text says why the element may not be. */
  open(name: string, attributes: Entries): string | undefined {
    this.count += 1
    if (this.count > elementCount.most) return `A file has at most ${elementCount.most} elements.`
    if (this.open_.length + this.skipping >= nestingDepth.most) {
      return `Elements are nested at most ${nestingDepth.most} deep.`
    }
    const parent = this.open_.at(-1)
    if (parent === undefined && this.skipping === 0) {
      if (this.rooted) return 'The markup in the document following the root element must be well-formed.'
      this.rooted = true
    }
    if (this.skipping === 0 && !name.includes(':')) return `Element '${name}' is in no namespace.`
    if (this.skipping > 0 || !ours.test(name)) this.skipping += 1
    else this.open_.push(this.grown(name, attributes, parent))
    return undefined
  }

  close(): void {
    if (this.skipping > 0) this.skipping -= 1
    else {
      const element = this.open_.pop()
      if (element !== undefined) element.text = element.text.trim()
    }
  }

  text(value: string): void {
    const element = this.open_.at(-1)
    if (element !== undefined && this.skipping === 0) element.text += value
  }

  private grown(tag: string, attributes: Entries, parent: Growing | undefined): Growing {
    // An attribute of the element's own namespace may carry its prefix or not.
    const own = `${tag.slice(0, tag.indexOf(':'))}:`
    const named = attributes
      .filter(([name, value]) => !name.startsWith('xmlns') && value !== '')
      .map(([name, value]) => [name.startsWith(own) ? name.slice(own.length) : name, value] as const)
    const element: Growing = { tag, attributes: new Map(named), parent, children: [], text: '' }
    parent?.children.push(element)
    this.root ??= element
    return element
  }
}
