import { type Field, type Struct, decodeWhole, encodeWhole, holdsVersion, versionRange } from '@millrace/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generated, stale } from '../scripts/messages.ts'
import type { Message } from './message.ts'
import * as all from './messages/index.ts'

const messages = Object.values(all) as unknown as Message<Struct, Struct>[]
const cases = messages.flatMap(({ request, response }) =>
  [request, response].flatMap((schema) => {
    const { from, to } = versionRange(schema.valid)
    return Array.from({ length: to - from + 1 }, (_, index) => ({ schema, version: from + index }))
  }),
)

/** Any value of the fields as it comes back in this version: what the version lacks has its default. */
function values(fields: readonly Field[], version: number): fc.Arbitrary<Struct> {
  const inner: Record<string, fc.Arbitrary<unknown>> = {}
  for (const field of fields) {
    inner[field.name] = holdsVersion(field.versions, version) ? given(field, version) : fc.constant(defaultOf(field))
  }
  return fc.record(inner) as fc.Arbitrary<Struct>
}

const defaultOf = (field: Field): unknown => decodedDefaults([field])[field.name]

/** A struct of defaults, as the codec itself gives them for a version that has none of the fields. */
const decodedDefaults = (fields: readonly Field[]): Struct => {
  const absent = fields.map((field) => ({ ...field, versions: 'none' }))
  return decodeWhole<Struct>({ name: 'Defaults', valid: '0', flexible: 'none', fields: absent }, 0, Buffer.alloc(0))
}

function given(field: Field, version: number): fc.Arbitrary<unknown> {
  const array = field.type.startsWith('[]')
  const type = array ? field.type.slice(2) : field.type
  const item = type === 'struct' ? values(field.fields ?? [], version) : scalar(type)
  const value = array ? fc.array(item, { maxLength: 3 }) : item
  const nullable = holdsVersion(field.nullable, version) || type === 'records'
  return nullable ? fc.option(value, { freq: 4 }) : value
}

function scalar(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'bool':
      return fc.boolean()
    case 'int8':
      return fc.integer({ min: -128, max: 127 })
    case 'int16':
      return fc.integer({ min: -32768, max: 32767 })
    case 'uint16':
      return fc.integer({ min: 0, max: 65535 })
    case 'int32':
      return fc.integer()
    case 'uint32':
      return fc.integer({ min: 0, max: 2 ** 32 - 1 })
    case 'int64':
      return fc.maxSafeInteger()
    case 'float64':
      return fc.double({ noNaN: true })
    case 'uuid':
      return fc.uuid()
    case 'string':
      return fc.string({ unit: 'grapheme', maxLength: 20 })
    default:
      return fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes))
  }
}

/** `value`, or the name of what was thrown. */
function outcome(run: () => unknown): string {
  try {
    run()
    return 'value'
  } catch (thrown) {
    return (thrown as Error).name
  }
}

it('finds every generated file as the generator writes it', () => {
  expect(stale(generated())).toEqual([])
})

describe.each(messages.map((message) => [message.name, message] as const))('%s', (_, message) => {
  const versions = cases.filter(({ schema }) => schema === message.request || schema === message.response)

  it('comes back as it was, in every version of request and response', () => {
    for (const { schema, version } of versions) {
      fc.assert(
        fc.property(values(schema.fields, version), (value) => {
          expect(decodeWhole(schema, version, encodeWhole(schema, version, value))).toEqual(value)
        }),
        { numRuns: 20 },
      )
    }
  })

  it('is refused when cut off at any byte', () => {
    for (const { schema, version } of versions) {
      const [value] = fc.sample(values(schema.fields, version), { numRuns: 1, seed: 7 })
      const whole = encodeWhole(schema, version, value as Struct)
      for (let length = 0; length < whole.length; length++) {
        expect(() => decodeWhole(schema, version, whole.subarray(0, length))).toThrow(
          expect.objectContaining({ name: 'Refusal' }),
        )
      }
    }
  })

  it('meets random bytes with a value or a refusal, never with anything else', () => {
    for (const { schema, version } of versions) {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
          expect(outcome(() => decodeWhole(schema, version, Buffer.from(bytes)))).toMatch(/^(value|Refusal)$/)
        }),
        { numRuns: 30 },
      )
    }
  })
})
