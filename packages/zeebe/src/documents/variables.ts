import { status } from '@grpc/grpc-js'
import type { JsonObject } from '@millrace/engine'
import { Failure } from '../failure.ts'

/** What one call may bring, in characters; gRPC's own limit for a message is 4 MB. */
const DOCUMENT_LENGTH = 4 << 20

/** Lists and contexts inside one another: FEEL goes as deep, and so do JSON's own reader and writer. */
const DOCUMENT_DEPTH = 1000

/** The variables of a call: JSON of an object; nothing is an empty one. Faults in the words of Zeebe's gateway. */
export function readVariables(text: string): JsonObject {
  if (text.trim() === '') return {}
  if (text.length > DOCUMENT_LENGTH) {
    throw new Failure(
      status.INVALID_ARGUMENT,
      `variables are limited to ${DOCUMENT_LENGTH} characters, not ${text.length}`,
    )
  }
  if (isTooDeep(text)) {
    const found = `Expected a document that is nested at most ${DOCUMENT_DEPTH} deep, but it goes deeper`
    throw new Failure(status.INVALID_ARGUMENT, `Property 'variables' is invalid: ${found}`)
  }
  const value = parse(text)
  if (value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  const found = `Expected document to be a root level object, but was '${typeOf(value)}'`
  throw new Failure(status.INVALID_ARGUMENT, `Property 'variables' is invalid: ${found}`)
}

/** Looked for before the text is read: what cannot be walked through must not come in. */
function isTooDeep(text: string): boolean {
  // Each level takes two characters.
  if (text.length <= 2 * DOCUMENT_DEPTH) return false
  let [depth, isText] = [0, false]
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (isText && character === '\\') at += 1
    else if (character === '"') isText = !isText
    else if (!isText && (character === '[' || character === '{')) depth += 1
    else if (!isText && (character === ']' || character === '}')) depth -= 1
    if (depth > DOCUMENT_DEPTH) return true
  }
  return false
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const [line, column] = place(text, (thrown as Error).message)
    const where = `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`
    throw new Failure(status.INVALID_ARGUMENT, `Invalid JSON value: ${text.slice(0, 1000)}\n at ${where}`)
  }
}

/** A word that is no JSON is reported at its end, everything else where it stands. */
function place(text: string, message: string): readonly [number, number] {
  const word = /^[A-Za-z_$][\w$]*/.exec(text)
  if (word !== null) return [1, word[0].length + 1]
  const found = /line (\d+) column (\d+)/.exec(message)
  return [Number(found?.[1] ?? 1), Number(found?.[2] ?? text.length + 1)]
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'ARRAY'
  if (typeof value === 'number') return Number.isInteger(value) ? 'INTEGER' : 'FLOAT'
  return (typeof value).toUpperCase()
}
