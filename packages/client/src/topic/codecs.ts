import { Refusal, messageOf } from '@millrace/kernel'
import { decoded, poison, type Codec, type Decoded } from './codec.ts'
import { issueText, type StandardSchema } from './standard-schema.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 text. */
export function text(): Codec<string> {
  return { encode: (value) => Buffer.from(value), decode: decodeText }
}

/** The bytes as they are, `null` included. */
export function bytes(): Codec<Buffer | null> {
  return { encode: (value) => value, decode: decoded }
}

/**
 * JSON that a schema accepts: zod, or any Standard Schema that validates synchronously. The schema checks on both ways,
 * so its output has to be valid input too (no one-way transforms).
 */
export function json<T>(schema: StandardSchema<T>): Codec<T> {
  return {
    encode(value) {
      const checked = validate(schema, value)
      if (checked.kind === 'poison') throw new Refusal('INVALID_RECORD', `the record does not fit: ${checked.reason}`)
      return Buffer.from(JSON.stringify(value))
    },
    decode(data) {
      const asText = decodeText(data)
      if (asText.kind === 'poison') return asText
      const parsed = parseJson(asText.value)
      return parsed.kind === 'poison' ? parsed : validate(schema, parsed.value)
    },
  }
}

/** `null` is a value too: the tombstone that removes a key of a compacted topic. */
export function orTombstone<T>(codec: Codec<T>): Codec<T | null> {
  return {
    encode: (value) => (value === null ? null : codec.encode(value)),
    decode: (data) => (data === null ? decoded(null) : codec.decode(data)),
  }
}

function decodeText(data: Buffer | null): Decoded<string> {
  if (data === null) return poison('it is null where a text was expected')
  try {
    return decoded(utf8.decode(data))
  } catch {
    return poison('its bytes are not UTF-8')
  }
}

function parseJson(given: string): Decoded<unknown> {
  try {
    return decoded(JSON.parse(given) as unknown)
  } catch (error) {
    return poison(`it is not JSON: ${messageOf(error)}`)
  }
}

function validate<T>(schema: StandardSchema<T>, value: unknown): Decoded<T> {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) return poison('its schema validates asynchronously, which a codec cannot wait for')
  return result.issues === undefined ? decoded(result.value) : poison(result.issues.map(issueText).join('; '))
}
