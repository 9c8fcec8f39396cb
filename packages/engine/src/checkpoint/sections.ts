import { compileStored } from '../appliers/deployment.ts'
import { type ElementInstance, elementInstance } from '../state/element-instance.ts'
import type { State } from '../state/state.ts'
import type { Table } from '../state/table.ts'
import type { Variable } from '../state/variables.ts'

/** One line of a checkpoint: a section of the state, a key, an entry. */
export type Line = readonly [section: string, key: number | string, entry: unknown]

/** A part of the state that is kept by keys of the engine. */
export interface Section {
  keys(state: State): Iterator<number>
  /** undefined: there is nothing under this key. */
  entry(state: State, key: number): unknown
  watch(state: State, before?: (key: number) => void): void
  restore(state: State, key: number, entry: unknown): void
}

type Tables =
  | 'definitions'
  | 'jobs'
  | 'incidents'
  | 'timers'
  | 'messages'
  | 'messageSubscriptions'
  | 'messageStarts'
  | 'startLocks'
  | 'signals'
  | 'turns'

const table = (name: Tables): Section => {
  const of = (state: State): Table<unknown> => state[name] as unknown as Table<unknown>
  return {
    keys: (state) => of(state).keysInOrder(),
    entry: (state, key) => of(state).get(key),
    watch: (state, before) => of(state).watch(before),
    restore: (state, key, entry) => of(state).put(key, entry),
  }
}

const resources: Section = {
  keys: (state) => state.resources.keysInOrder(),
  entry: (state, key) => {
    const resource = state.resources.get(key)
    if (resource === undefined) return undefined
    const { content, ...rest } = resource
    return { ...rest, content: Buffer.from(content).toString('base64') }
  },
  watch: (state, before) => state.resources.watch(before),
  restore: (state, key, entry) => {
    const { content, ...rest } = entry as { content: string; name: string; checksum: string; deploymentKey: number }
    state.resources.put(key, { ...rest, content: Buffer.from(content, 'base64') })
    compileStored(state, key)
  },
}

const instances: Section = {
  keys: (state) => state.instances.keysInOrder(),
  entry: (state, key) => {
    const instance = state.instances.get(key)
    return instance && { ...instance, tokens: [...instance.tokens] }
  },
  watch: (state, before) => state.instances.watch(before),
  restore: (state, key, entry) => {
    const { tokens, ...rest } = entry as Omit<ElementInstance, 'tokens'> & { tokens: [number, number][] }
    // The same shape as a new one, so that the engine's code stays fast.
    state.instances.put(key, Object.assign(elementInstance(rest), rest, { tokens: new Map(tokens) }))
  },
}

const variables: Section = {
  keys: (state) => state.variables.scopeKeys(),
  entry: (state, key) => {
    const scope = state.variables.of(key)
    return scope && [...scope]
  },
  watch: (state, before) => state.variables.watch(before),
  restore: (state, key, entry) => {
    for (const [name, variable] of entry as [string, Variable][]) state.variables.set(key, name, variable)
  },
}

/** In the order in which they are brought back: resources before the definitions that are compiled from them. */
export const sections: Readonly<Record<string, Section>> = {
  resources,
  definitions: table('definitions'),
  jobs: table('jobs'),
  incidents: table('incidents'),
  timers: table('timers'),
  messages: table('messages'),
  messageSubscriptions: table('messageSubscriptions'),
  messageStarts: table('messageStarts'),
  startLocks: table('startLocks'),
  signals: table('signals'),
  turns: table('turns'),
  instances,
  variables,
}

/**
 * Sections whose entries change where they are. A line of such an entry may have been written before its turn; their
 * order is that of their keys.
 */
export const CHANGED_IN_PLACE: ReadonlySet<string> = new Set(['instances', 'messages'])

/** What is not kept by keys of the engine. */
export function* headOf(state: State): Generator<Line> {
  yield ['lastKey', 0, state.lastKey]
  for (const [name, version] of state.versions) yield ['versions', name, version]
  for (const key of state.banned) yield ['banned', key, true]
}

/** The whole state, in the order in which `restoreLine` takes it; without the sections that are named. */
export function* linesOf(state: State, without: readonly string[] = []): Generator<Line> {
  yield* headOf(state)
  for (const [name, section] of Object.entries(sections)) {
    if (without.includes(name)) continue
    const keys = section.keys(state)
    for (let next = keys.next(); next.done !== true; next = keys.next()) {
      yield [name, next.value, section.entry(state, next.value)]
    }
  }
}

/** Brings back one line. */
export function restoreLine(state: State, [name, key, entry]: Line): void {
  if (name === 'lastKey') state.lastKey = entry as number
  else if (name === 'versions') state.versions.set(key as string, entry as number)
  else if (name === 'banned') state.banned.add(key as number)
  else sections[name]?.restore(state, key as number, entry)
}
