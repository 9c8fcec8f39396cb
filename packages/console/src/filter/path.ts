import { FilterError } from './token.ts'

/** Where a value is found: in the JSON value, or in one of the record's own fields. */
export type Path =
  | { root: 'value'; steps: readonly (string | number)[] }
  | { root: 'key' | 'text' | 'partition' | 'offset' | 'timestamp' }
  | { root: 'header'; name: string }

const stepsAtMost = 32
const fields = ['key', 'partition', 'offset', 'timestamp'] as const

/**
 * `order.items[0].sku`, `$.eventType`, `$`: into the JSON value. `@key`, `@partition`, `@offset`, `@timestamp` (ms),
 * `@value` (the raw text), `@headers.<name>`: the record's own fields.
 */
export function parsePath(text: string, at: number): Path {
  if (text.startsWith('@')) return parseField(text.slice(1), at)
  return { root: 'value', steps: parseSteps(text === '$' ? '' : text.replace(/^\$\.?/, ''), at) }
}

function parseField(name: string, at: number): Path {
  const field = fields.find((candidate) => candidate === name)
  if (field !== undefined) return { root: field }
  if (name === 'value') return { root: 'text' }
  if (name.startsWith('headers.') && name.length > 8) return { root: 'header', name: name.slice(8) }
  throw new FilterError(
    `"@${name}" is not a field of a record: @key, @value, @headers.<name>, @partition, @offset, @timestamp`,
    at,
  )
}

function parseSteps(text: string, at: number): (string | number)[] {
  if (text === '') return []
  const steps: (string | number)[] = []
  for (const part of text.split('.')) {
    const match = /^([^[\]]*)((?:\[\d{1,9}\])*)$/.exec(part)
    const [, name = '', indexes = ''] = match ?? []
    if (match === null || (name === '' && indexes === ''))
      throw new FilterError(`"${text}" is not a path like order.items[0].sku`, at)
    if (name !== '') steps.push(name)
    for (const index of indexes.matchAll(/\d+/g)) steps.push(Number(index[0]))
  }
  if (steps.length > stepsAtMost) throw new FilterError(`a path has at most ${stepsAtMost} steps`, at)
  return steps
}
