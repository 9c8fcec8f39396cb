import { type Check, ok, wrong } from './checked.ts'

// Control characters: they break terminals and logs, and no name has them.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u

/** Text with something to read in it, of at most `mostCharacters` UTF-16 units. */
export function textField(mostCharacters: number): Check<string> {
  return (given) => {
    if (typeof given !== 'string') return wrong('must be a text')
    if (given.trim() === '') return wrong('must not be empty')
    if (given.length > mostCharacters)
      return wrong(`must have at most ${mostCharacters} characters, not ${given.length}`)
    if (!given.isWellFormed()) return wrong('must be valid Unicode')
    return CONTROL.test(given) ? wrong('must not have control characters') : ok(given)
  }
}
