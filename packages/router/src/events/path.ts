import { Refusal } from '@millrace/kernel'

/** A path into a JSON value: `order.items[0].id`. */
export type Path = readonly (string | number)[]

const STEPS_MOST = 20
const CHARS_MOST = 200
const NAME = /^[A-Za-z_][\w]*/u
const NEXT = /^(?:\.([A-Za-z_]\w*)|\[(\d{1,6})\])/u

/**
 * Reads a path, with or without the `=` that expressions of a model begin with. It is the part of FEEL that only names a
 * value; whoever needs more computes the key in the publisher, or in the process.
 *
 * @returns undefined for any other expression
 */
export function parsePath(text: string): Path | undefined {
  if (text.length > CHARS_MOST) return undefined
  let rest = text.replace(/^=/u, '').trim()
  const first = NAME.exec(rest)?.[0]
  if (first === undefined) return undefined
  const path: (string | number)[] = [first]
  rest = rest.slice(first.length)
  while (rest !== '' && path.length < STEPS_MOST) {
    const [step, name, index] = NEXT.exec(rest) ?? []
    if (step === undefined) return undefined
    path.push(name ?? Number(index))
    rest = rest.slice(step.length)
  }
  return rest === '' ? path : undefined
}

/** @throws Refusal WRONG_PATH */
export function requiredPath(text: string): Path {
  const path = parsePath(text)
  if (path !== undefined) return path
  throw new Refusal(
    'WRONG_PATH',
    `${text.slice(0, CHARS_MOST)} is no path: write names with points, such as =order.items[0].id`,
  )
}

/** The text of a string, number or boolean at a path; undefined when there is none. */
export function textAt(path: Path, value: unknown): string | undefined {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    if (Array.isArray(found) && typeof step === 'string') return undefined
    found = (found as Readonly<Record<string | number, unknown>>)[step]
  }
  return ['string', 'number', 'boolean'].includes(typeof found) ? String(found) : undefined
}
