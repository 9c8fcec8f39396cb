import { type ElementInstance, elementInstance } from '../state/element-instance.ts'
import type { State } from '../state/state.ts'
import type { Table } from '../state/table.ts'
import type { Variable } from '../state/variables.ts'
import { compileStored } from '../appliers/deployment.ts'

/** One line of a checkpoint: a section of the state, a key, an entry. */
export type Line = readonly [section: string, key: number | string, entry: unknown]

const TABLES = [
  'resources',
  'definitions',
  'jobs',
  'incidents',
  'timers',
  'messages',
  'messageSubscriptions',
  'messageStarts',
  'startLocks',
  'signals',
  'turns',
] as const

/** The whole state as lines of JSON values, in the order in which `restoreLine` takes them. */
export function* linesOf(state: State): Generator<Line> {
  yield ['lastKey', 0, state.lastKey]
  for (const name of TABLES) {
    for (const [key, entry] of state[name].entries()) yield [name, key, name === 'resources' ? packed(entry) : entry]
  }
  for (const [name, version] of state.versions) yield ['versions', name, version]
  for (const [key, instance] of state.instances.entries()) {
    yield ['instances', key, { ...instance, tokens: [...instance.tokens] }]
  }
  for (const [scopeKey, variables] of state.variables.scopes()) yield ['variables', scopeKey, [...variables]]
}

const packed = (resource: unknown): unknown => {
  const { content, ...rest } = resource as { readonly content: Uint8Array }
  return { ...rest, content: Buffer.from(content).toString('base64') }
}

/** Brings back one line. Resources come before the definitions that are compiled from them. */
export function restoreLine(state: State, [section, key, entry]: Line): void {
  if (section === 'lastKey') state.lastKey = entry as number
  else if (section === 'versions') state.versions.set(key as string, entry as number)
  else if (section === 'variables') {
    for (const [name, variable] of entry as [string, Variable][]) state.variables.set(key as number, name, variable)
  } else if (section === 'instances') {
    const { tokens, ...rest } = entry as Omit<ElementInstance, 'tokens'> & { tokens: [number, number][] }
    // The same shape as a new one, so that the engine's code stays fast.
    state.instances.put(key as number, Object.assign(elementInstance(rest), rest, { tokens: new Map(tokens) }))
  } else if (section === 'resources') {
    const { content, ...rest } = entry as { content: string; name: string; checksum: string; deploymentKey: number }
    state.resources.put(key as number, { ...rest, content: Buffer.from(content, 'base64') })
    compileStored(state, key as number)
  } else {
    ;(state[section as (typeof TABLES)[number]] as unknown as Table<unknown>).put(key as number, entry)
  }
}
