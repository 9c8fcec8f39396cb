import { refuseEvent } from '../event-refusal.ts'

/** Objects and arrays inside one another; deeper documents are refused. */
const MOST_DEPTH = 512
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * The members of a JSON object (or the elements of an array) as raw text, so that numbers, white space and the order
 * of keys inside them stay as they were sent. The grammar is checked by `JSON.parse`; this walks what is known to be
 * JSON.
 *
 * @throws EventRefusal INVALID_EVENT: no JSON, another kind of document, a member twice, or nested too deeply
 */
export function rawMembers(text: string): Map<string, string> {
  const walk = new Walk(checkedJson(text))
  if (walk.peek() !== '{') refuseEvent('the envelope is a JSON object')
  const members = new Map<string, string>()
  walk.each('}', () => {
    const name = JSON.parse(walk.value()) as string
    walk.skip(':')
    if (members.has(name)) refuseEvent(`the member ${JSON.stringify(name.slice(0, 60))} is in the envelope twice`)
    members.set(name, walk.value())
  })
  return members
}

/** @throws EventRefusal INVALID_EVENT, as `rawMembers` */
export function rawElements(text: string): string[] {
  const walk = new Walk(checkedJson(text))
  if (walk.peek() !== '[') refuseEvent('a batch is a JSON array of events')
  const elements: string[] = []
  walk.each(']', () => elements.push(walk.value()))
  return elements
}

/** Whether a text is one JSON document. */
export function isJson(text: string): boolean {
  if (depthOf(text) > MOST_DEPTH) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function checkedJson(text: string): string {
  // The depth first: a parser that recurses would pay for it.
  if (depthOf(text) > MOST_DEPTH) refuseEvent(`the envelope is nested deeper than ${MOST_DEPTH} levels`)
  try {
    JSON.parse(text)
    return text
  } catch (error) {
    return refuseEvent(`the envelope is not JSON: ${(error as Error).message}`)
  }
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === 0x5c) at += 1
      else if (code === 0x22) quoted = false
    } else if (code === 0x22) quoted = true
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (code === 0x7d || code === 0x5d) depth -= 1
  }
  return deepest
}

/** Steps over the values of a text that is known to be JSON. */
class Walk {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  peek(): string {
    while (WHITE.has(this.#text.charCodeAt(this.#at))) this.#at += 1
    return this.#text[this.#at] ?? ''
  }

  skip(expected: string): void {
    if (this.peek() === expected) this.#at += 1
  }

  /** Calls `item` for each item up to the closing bracket. */
  each(close: string, item: () => void): void {
    this.peek()
    this.#at += 1
    while (this.peek() !== close) {
      item()
      this.skip(',')
    }
    this.#at += 1
  }

  /** The raw text of the next value. */
  value(): string {
    const first = this.peek()
    const from = this.#at
    if (first === '"') this.#string()
    else if (first === '{' || first === '[') this.#nested()
    else while (/[^\s,\]}]/.test(this.#text[this.#at] ?? ' ')) this.#at += 1
    return this.#text.slice(from, this.#at)
  }

  #string(): void {
    this.#at += 1
    while (this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    this.#at += 1
  }

  #nested(): void {
    let depth = 0
    do {
      const character = this.#text[this.#at]
      if (character === '"') {
        this.#string()
        continue
      }
      if (character === '{' || character === '[') depth += 1
      else if (character === '}' || character === ']') depth -= 1
      this.#at += 1
    } while (depth > 0)
  }
}
