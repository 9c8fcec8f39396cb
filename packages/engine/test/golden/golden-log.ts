import { applyEvent } from '../../src/appliers/index.ts'
import { linesOf } from '../../src/checkpoint/sections.ts'
import { decodeEvent } from '../../src/records/codec.ts'
import { FIRST_KEY, State } from '../../src/state/state.ts'

/** A record of the stream: its bytes, and the domain time that the log keeps with them. */
export interface StoredEvent {
  readonly value: Buffer
  /** ms since the epoch */
  readonly timestamp: number
}

/** Entries by key, as JSON, by section of the state; keys in their order. */
type Picture = ReadonlyMap<string, ReadonlyMap<string, unknown>>

const EMPTY: ReadonlyMap<string, unknown> = new Map()

/**
 * A stream as text: of each event its name and time, its bytes (base64), and what it did to the state. `+` an entry that is
 * new, `~` the fields of one that changed, `-` one that is gone, `order` where the keys of a section stand otherwise than
 * new ones at the end. `#n` is the n-th key.
 */
export function goldenText(stored: readonly StoredEvent[]): string {
  const state = new State()
  let before = pictureOf(state)
  const blocks = stored.map(({ value, timestamp }, offset) => {
    const event = decodeEvent({ offset, timestamp, value })
    applyEvent(state, event)
    const after = pictureOf(state)
    const head = `${event.valueType} ${event.intent} ${written(event.key)} at ${timestamp}`
    const block = [head, value.toString('base64'), ...changes(before, after)].join('\n')
    before = after
    return block
  })
  return `${blocks.join('\n\n')}\n`
}

/** The events of such a text: their bytes and times alone. */
export function storedIn(text: string): readonly StoredEvent[] {
  return text
    .trimEnd()
    .split('\n\n')
    .map((block) => {
      const [head = '', bytes = ''] = block.split('\n')
      return { value: Buffer.from(bytes, 'base64'), timestamp: Number(head.slice(head.lastIndexOf(' ') + 1)) }
    })
}

function pictureOf(state: State): Picture {
  const picture = new Map<string, Map<string, unknown>>()
  for (const [section, key, entry] of linesOf(state)) {
    const entries = picture.get(section) ?? new Map<string, unknown>()
    // As a checkpoint would have it, and without the files, which stand in the events already.
    const plain = JSON.parse(JSON.stringify(entry)) as object
    entries.set(written(key), 'content' in Object(plain) ? { ...plain, content: '…' } : plain)
    picture.set(section, entries)
  }
  return picture
}

function changes(before: Picture, after: Picture): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((section) => {
    const [old, now] = [before.get(section) ?? EMPTY, after.get(section) ?? EMPTY]
    const gone = [...old.keys()].filter((key) => !now.has(key)).map((key) => `- ${section} ${key}`)
    const lines = [...now].flatMap(([key, entry]) => change(section, key, old.get(key), entry))
    const order = [...[...old.keys()].filter((key) => now.has(key)), ...[...now.keys()].filter((key) => !old.has(key))]
    const moved = order.join() === [...now.keys()].join() ? [] : [`order ${section} ${[...now.keys()].join(' ')}`]
    return [...gone, ...lines, ...moved]
  })
}

function change(section: string, key: string, old: unknown, entry: unknown): string[] {
  if (old === undefined) return [`+ ${section} ${key} ${written(entry)}`]
  if (written(old) === written(entry)) return []
  if (typeof entry !== 'object' || Array.isArray(entry)) return [`~ ${section} ${key} ${written(entry)}`]
  const [fields, others] = [entry as Record<string, unknown>, old as Record<string, unknown>]
  const names = [...new Set([...Object.keys(others), ...Object.keys(fields)])]
  const changed = names.filter((name) => written(fields[name]) !== written(others[name]))
  return [`~ ${section} ${key} ${changed.map((name) => `${name}=${written(fields[name])}`).join(' ')}`]
}

/** JSON, with keys of the engine as `#n`; names as they are, and `none` for what is not there. */
function written(value: unknown): string {
  if (value === undefined) return 'none'
  if (typeof value === 'string' && !/[\s"]/.test(value)) return value.replaceAll('\u0000', '|')
  return JSON.stringify(value)
    .replaceAll(/\b\d{16}\b/g, (digits) => `#${Number(digits) - FIRST_KEY + 1}`)
    .replaceAll(String.raw`\u0000`, '|')
}
