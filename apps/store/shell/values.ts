import type { ModelName } from './models.ts'

/** What an expression gives. */
export type Value = string | number | boolean | null | readonly Value[] | RecordValue | EntityValue | ModelValue

export interface RecordValue {
  readonly kind: 'record'
  readonly entries: Readonly<Record<string, Value>>
}

/** `Product`: what one can list, retrieve and create. */
interface ModelValue {
  readonly kind: 'model'
  readonly model: ModelName
}

/** An entity as it was read, with what has been set on it since. */
export interface EntityValue {
  readonly kind: 'entity'
  readonly model: ModelName
  /** By the wire's names: `firstName`. */
  readonly attributes: Record<string, unknown>
  deleted: boolean
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** What a value is, for a sentence. */
export function nameOf(value: Value): string {
  if (value === null) return 'nil'
  if (isList(value)) return 'a list'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'boolean') return String(value)
  switch (value.kind) {
    case 'record':
      return 'a record'
    case 'model':
      return value.model
    case 'entity':
      return `a ${value.model}`
  }
}

/** `first_name` and `firstName` are the same attribute: Ruby's spelling, and the wire's. */
export const camelCase = (name: string): string =>
  name.replaceAll(/_+([a-z\d])/gu, (_, letter: string) => letter.toUpperCase())
export const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
