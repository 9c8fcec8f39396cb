/** A pattern of SIMILAR TO as a regular expression: % and _ stand for text, the rest is nearly one already. */
export function similarPattern(pattern: string): string {
  let made = ''
  let inClass = false
  for (const char of pattern) {
    if (inClass) {
      inClass = char !== ']'
      made += char
    } else if (char === '[') {
      inClass = true
      made += char
    } else made += OUTSIDE[char] ?? (/[|*+?{}()]/.test(char) ? char : char.replaceAll(/[\\^$.]/g, '\\$&'))
  }
  return made
}

const OUTSIDE: Readonly<Record<string, string>> = { '%': '[^]*', _: '[^]' }
