import { isNumberText } from '../types/parse-json.ts'

/** A step of an SQL/JSON path. */
type Step = { readonly member: string } | { readonly index: number } | { readonly wildcard: true }

export interface JsonPath {
  readonly strict: boolean
  readonly steps: readonly Step[]
}

const STEP = /\.(?:([\p{L}_$][\p{L}\p{N}_$-]*)|"((?:[^"\\]|\\.)*)"|(\*))|\[(?:(\d{1,9})|'([^']*)'|"([^"]*)"|(\*))\]/uy

/** `$.a.b[0]`, `$['a']`, `$[*]`, with `lax` or `strict` in front; undefined when it is none. */
export function parseJsonPath(text: string): JsonPath | undefined {
  const found = /^\s*(lax|strict)?\s*\$/i.exec(text)
  if (found === null) return undefined
  const steps: Step[] = []
  let at = found[0].length
  const end = text.trimEnd().length
  while (at < end) {
    STEP.lastIndex = at
    const step = STEP.exec(text)
    if (step === null) return undefined
    const [whole, name, quoted, any, index, single, double, all] = step
    const member = name ?? quoted ?? single ?? double
    if (any !== undefined || all !== undefined) steps.push({ wildcard: true })
    else steps.push(member === undefined ? { index: Number(index) } : { member })
    at += whole.length
  }
  return { strict: found[1]?.toLowerCase() === 'strict', steps }
}

/** What the path leads to: none, one or more values of the document. */
export function follow(document: unknown, { steps }: JsonPath): unknown[] {
  let values = [document]
  for (const step of steps) values = values.flatMap((value) => stepInto(value, step))
  return values
}

function stepInto(value: unknown, step: Step): unknown[] {
  if (value === null || typeof value !== 'object' || isNumberText(value)) return []
  if ('wildcard' in step) return Object.values(value)
  if ('index' in step) return Array.isArray(value) ? value.slice(step.index, step.index + 1) : []
  if (Array.isArray(value)) return []
  return Object.hasOwn(value, step.member) ? [(value as Record<string, unknown>)[step.member]] : []
}
