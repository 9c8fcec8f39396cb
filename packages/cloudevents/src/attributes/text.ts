/** U+0000-001F, U+007F-009F and noncharacters may not be in a String (CloudEvents, type system). */
const CONTROL = /\p{Control}/u
const NONCHARACTER = /[\ufdd0-\ufdef]|\p{Noncharacter_Code_Point}/u

/** What is wrong with a text as a CloudEvents String; undefined when nothing is. */
export function faultOfText(text: string): string | undefined {
  if (!text.isWellFormed()) return 'holds half of a surrogate pair'
  if (CONTROL.test(text)) return 'holds a control character'
  if (NONCHARACTER.test(text)) return 'holds a noncharacter of Unicode'
  return undefined
}
