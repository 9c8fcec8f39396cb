/** A value of CESQL: String, Integer (32 bits, signed) or Boolean. */
export type Value = string | number | boolean
export type Type = 'String' | 'Integer' | 'Boolean'

/** An attribute that the event does not have: the expression around it takes its own zero value. */
export const MISSING = Symbol('missing attribute')

export function typeOf(value: Value): Type {
  if (typeof value === 'string') return 'String'
  return typeof value === 'number' ? 'Integer' : 'Boolean'
}

export function zeroOf(type: Type): Value {
  if (type === 'String') return ''
  return type === 'Integer' ? 0 : false
}

const INTEGER = /^[+-]?\d+$/

/** A value as another type (spec, section 3.7); undefined where that cannot be. */
export function cast(value: Value, type: Type): Value | undefined {
  switch (type) {
    case 'String':
      return String(value)
    case 'Boolean':
      if (typeof value === 'string') return booleanOf(value)
      return typeof value === 'number' ? value !== 0 : value
    case 'Integer':
      if (typeof value === 'string') return integerOf(value)
      return typeof value === 'boolean' ? Number(value) : value
  }
}

function booleanOf(text: string): boolean | undefined {
  const lower = text.toLowerCase()
  if (lower === 'true') return true
  return lower === 'false' ? false : undefined
}

function integerOf(text: string): number | undefined {
  if (!INTEGER.test(text)) return undefined
  const value = Number(text)
  return value === (value | 0) ? value | 0 : undefined
}
