import type { Frame } from '../frame.ts'
import type { Value } from '../value.ts'
import type { CesqlFunction } from './function.ts'

/** Characters are Unicode's: an emoji is one. */
export const stringFunctions: readonly CesqlFunction[] = [
  {
    name: 'LENGTH',
    parameters: ['String'],
    returns: 'Integer',
    apply: ([text]) => [...(text as string)].length,
  },
  {
    name: 'CONCAT',
    parameters: [],
    rest: 'String',
    returns: 'String',
    apply: (texts) => texts.join(''),
  },
  {
    name: 'CONCAT_WS',
    parameters: ['String'],
    rest: 'String',
    returns: 'String',
    apply: ([separator, ...texts]) => texts.join(separator as string),
  },
  { name: 'LOWER', parameters: ['String'], returns: 'String', apply: ([text]) => (text as string).toLowerCase() },
  { name: 'UPPER', parameters: ['String'], returns: 'String', apply: ([text]) => (text as string).toUpperCase() },
  { name: 'TRIM', parameters: ['String'], returns: 'String', apply: ([text]) => trimmed(text as string) },
  {
    name: 'LEFT',
    parameters: ['String', 'Integer'],
    returns: 'String',
    apply: ([text, count], frame) => end(text, count, frame, (characters, n) => characters.slice(0, n)),
  },
  {
    name: 'RIGHT',
    parameters: ['String', 'Integer'],
    returns: 'String',
    apply: ([text, count], frame) =>
      end(text, count, frame, (characters, n) => characters.slice(Math.max(0, characters.length - n))),
  },
  {
    name: 'SUBSTRING',
    parameters: ['String', 'Integer'],
    returns: 'String',
    apply: ([text, position], frame) => substring(text as string, position as number, undefined, frame),
  },
  {
    name: 'SUBSTRING',
    parameters: ['String', 'Integer', 'Integer'],
    returns: 'String',
    apply: ([text, position, length], frame) => substring(text as string, position as number, length as number, frame),
  },
]

const WHITE_AROUND = /^\p{White_Space}+|\p{White_Space}+$/gu

/** Unicode's white space, not control characters. */
function trimmed(text: string): string {
  return text.replaceAll(WHITE_AROUND, '')
}

function end(
  text: Value | undefined,
  count: Value | undefined,
  frame: Frame,
  take: (characters: string[], count: number) => string[],
): string {
  if ((count as number) >= 0) return take([...(text as string)], count as number).join('')
  frame.fail('functionEvaluation', `a number of characters is 0 or more, not ${count}`)
  return text as string
}

/** Positions count from 1, negative ones from the end; 0 is before the text and gives nothing. */
function substring(text: string, position: number, length: number | undefined, frame: Frame): string {
  const characters = [...text]
  if (Math.abs(position) > characters.length || (length ?? 0) < 0) {
    frame.fail(
      'functionEvaluation',
      `SUBSTRING is asked for ${length ?? 'all'} from ${position} of ${characters.length}`,
    )
    return ''
  }
  if (position === 0) return ''
  const from = position > 0 ? position - 1 : characters.length + position
  return characters.slice(from, length === undefined ? undefined : from + length).join('')
}
