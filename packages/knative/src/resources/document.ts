import { Refusal } from '@millrace/kernel'
import { LineCounter, parseAllDocuments } from 'yaml'

/** A YAML document, and the line it begins at. */
export interface ResourceDocument {
  readonly value: unknown
  readonly line: number
}

const MOST_CHARACTERS = 1_000_000
const MOST_DOCUMENTS = 1000
const MOST_ALIASES = 50

/**
 * Every document of a YAML (or JSON) text, by the core schema: a timestamp stays a text. Empty documents are left out.
 *
 * @throws Refusal INVALID_YAML that says at which line
 */
export function readDocuments(text: string): ResourceDocument[] {
  if (text.length > MOST_CHARACTERS) throw invalid(`it is longer than ${MOST_CHARACTERS} characters`)
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { schema: 'core', strict: true, uniqueKeys: true, lineCounter: lines })
  if (!Array.isArray(parsed)) return []
  if (parsed.length > MOST_DOCUMENTS) throw invalid(`it has more than ${MOST_DOCUMENTS} documents`)
  return parsed.flatMap((document): ResourceDocument[] => {
    const [error] = document.errors
    if (error !== undefined) throw invalid(error.message)
    const value = converted(() => document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown)
    return value === null ? [] : [{ value, line: lines.linePos(document.range[0]).line }]
  })
}

function converted(convert: () => unknown): unknown {
  try {
    return convert()
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

const invalid = (message: string): Refusal =>
  new Refusal('INVALID_YAML', `this is no YAML that is read here: ${message}`)
