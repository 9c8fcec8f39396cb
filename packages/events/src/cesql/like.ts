/** One character of a pattern: a character itself, any one, or any run. */
type PatternItem = { readonly character: string } | 'one' | 'any'

/** Answers whether a text matches, and spends a step for each character that is looked at. */
export type LikeMatcher = (text: string, spend: (steps: number) => boolean) => boolean

/**
 * Compiles a LIKE pattern: `%` any run, `_` one character, `\%` and `\_` themselves, any other backslash itself.
 * Characters are Unicode's. Matching goes back to the last `%` alone, so it takes at most text times pattern steps.
 */
export function compileLike(pattern: string): LikeMatcher {
  const items = itemsOf(pattern)
  return (text, spend) => matches([...text], items, spend)
}

function itemsOf(pattern: string): PatternItem[] {
  const items: PatternItem[] = []
  const characters = [...pattern]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string
    const next = characters[at + 1]
    if (character === '\\' && (next === '%' || next === '_')) {
      items.push({ character: next })
      at += 1
    } else if (character === '_') items.push('one')
    else if (character !== '%') items.push({ character })
    else if (items.at(-1) !== 'any') items.push('any')
  }
  return items
}

function matches(text: readonly string[], items: readonly PatternItem[], spend: (steps: number) => boolean): boolean {
  let at = 0
  let item = 0
  let anyItem = -1
  let anyAt = 0
  while (at < text.length) {
    if (!spend(1)) return false
    const wanted = items[item]
    if (wanted === 'any') {
      anyItem = item++
      anyAt = at
    } else if (wanted === 'one' || (wanted !== undefined && wanted.character === text[at])) {
      at += 1
      item += 1
    } else if (anyItem >= 0) {
      item = anyItem + 1
      at = ++anyAt
    } else return false
  }
  while (items[item] === 'any') item += 1
  return item === items.length
}
