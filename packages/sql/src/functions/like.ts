import { sqlError } from '../position.ts'

/**
 * A matcher for a LIKE pattern, in time linear in text times pattern whatever the pattern: it goes back to the last %
 * only, as later text can never need an earlier one.
 *
 * @throws Refusal SQL_RUNTIME when the escape character is wrong
 */
export function likeMatcher(pattern: string, escape?: string): (text: string) => boolean {
  const parts = compiled(pattern, escape)
  return (text) => {
    const chars = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text
    let [at, part, anyPart, anyAt] = [0, 0, -1, 0]
    while (at < chars.length) {
      const expected = parts[part]
      if (expected === ANY) {
        anyPart = part++
        anyAt = at
      } else if (expected === ONE || expected === chars[at]) {
        part++
        at++
      } else if (anyPart >= 0) {
        part = anyPart + 1
        at = ++anyAt
      } else return false
    }
    while (parts[part] === ANY) part++
    return part === parts.length
  }
}

const ANY = Symbol('%')
const ONE = Symbol('_')

function compiled(pattern: string, escape: string | undefined): (string | symbol)[] {
  if (escape !== undefined && Array.from(escape).length !== 1) {
    throw sqlError('SQL_RUNTIME', `ESCAPE takes one character, not '${escape}'`)
  }
  const parts: (string | symbol)[] = []
  const chars = Array.from(pattern)
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] as string
    if (char === escape) parts.push(chars[++at] ?? char)
    else if (char === '%') parts.push(ANY)
    else parts.push(char === '_' ? ONE : char)
  }
  return parts
}
