import { type CloudEvent, textOf } from '@millrace/cloudevents'
import type { Variables } from '@millrace/client/zeebe'
import { type Path, textAt } from './path.ts'

export const CORRELATION_KEY = 'correlationkey'

/**
 * What an event correlates by: its extension `correlationkey`; without one, the first of the paths that finds something.
 * A path is read in `{ data, subject, source, type, id, time, extensions }`, or in the data itself, so that the
 * expression of a process (`=sessionId`) says it as well.
 */
export function correlationKeyOf(event: CloudEvent, variables: Variables, paths: readonly Path[]): string | undefined {
  const own = textOf(event, CORRELATION_KEY)
  if (own !== undefined) return own
  const context = { ...variables, ...contextOf(event, variables) }
  for (const path of paths) {
    const found = textAt(path, context) ?? textAt(path, variables)
    if (found !== undefined) return found
  }
  return undefined
}

const NAMED = ['subject', 'source', 'type', 'id', 'time'] as const

function contextOf(event: CloudEvent, data: Variables): Readonly<Record<string, unknown>> {
  const named = NAMED.flatMap((name) => {
    const text = textOf(event, name)
    return text === undefined ? [] : [[name, text] as const]
  })
  return { ...Object.fromEntries(named), data, extensions: Object.fromEntries(event.attributes) }
}
