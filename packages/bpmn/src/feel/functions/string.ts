import { type BuiltIn, BuiltInError, any, builtIn, integer, text } from './builtin.ts'
import { RE2JS } from 're2js'
import type { Run } from '../run.ts'
import { isList } from '../kinds.ts'
import { plain } from '../text.ts'
import { uuidV7 } from '@millrace/kernel'

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
}

/** Regular expressions run in time linear in the text (RE2): look-around and back-references are refused. */
function pattern(source: string, flags: string, run: Run, input: string): RE2JS {
  run.spend(source.length + input.length)
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0)
  try {
    return RE2JS.compile(source, bits)
  } catch {
    throw new BuiltInError(`Invalid pattern '${source}'`)
  }
}

/** XPath's `$1` is RE2's too; a text that ends in a lone `$` is not. */
function replaceAll(input: string, source: string, replacement: string, flags: string, run: Run): string {
  const matcher = pattern(source, flags, run, input).matcher(input)
  try {
    return matcher.replaceAll(replacement)
  } catch {
    throw new BuiltInError(`Invalid replacement '${replacement}'`)
  }
}

const found = (input: string, source: string, flags: string, run: Run): boolean =>
  pattern(source, flags, run, input).matcher(input).find()

function extract(input: string, source: string, run: Run): string[] {
  const matcher = pattern(source, '', run, input).matcher(input)
  const matches: string[] = []
  while (matcher.find()) {
    run.spend(1)
    matches.push(matcher.group() ?? '')
  }
  return matches
}

function substring(value: string, start: number, length = value.length): string {
  const from = start > 0 ? start - 1 : value.length + start
  if (from < 0 || from > value.length) throw new BuiltInError(`start position ${start} is outside of the string`)
  return value.slice(from, Math.min(from + Math.max(length, 0), value.length))
}

const testing = (holds: (value: string, part: string) => boolean): BuiltIn =>
  builtIn({ string: text, match: text }, ({ string, match }) => holds(string, match))

const changing = (change: (value: string) => string): BuiltIn =>
  builtIn({ string: text }, ({ string }, run) => {
    run.spend(string.length)
    return change(string)
  })

function fromBase64(value: string): string {
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(value)) throw new BuiltInError(`Invalid Base64 value '${value}'`)
  return Buffer.from(value, 'base64').toString('utf8')
}

export const stringFunctions = {
  substring: [
    builtIn({ string: text, 'start position': integer }, (args) => substring(args.string, args['start position'])),
    builtIn({ string: text, 'start position': integer, length: integer }, (args) =>
      substring(args.string, args['start position'], args.length),
    ),
  ],
  'string length': [builtIn({ string: text }, ({ string }) => string.length)],
  'upper case': [changing((value) => value.toUpperCase())],
  'lower case': [changing((value) => value.toLowerCase())],
  trim: [changing((value) => value.trim())],
  'is blank': [builtIn({ string: text }, ({ string }) => string.trim() === '')],
  'substring before': [
    builtIn({ string: text, match: text }, ({ string, match }) => string.slice(0, Math.max(string.indexOf(match), 0))),
  ],
  'substring after': [
    builtIn({ string: text, match: text }, ({ string, match }) => {
      const at = string.indexOf(match)
      return at < 0 ? '' : string.slice(at + match.length)
    }),
  ],
  contains: [testing((value, part) => value.includes(part))],
  'starts with': [testing((value, part) => value.startsWith(part))],
  'ends with': [testing((value, part) => value.endsWith(part))],
  matches: [
    builtIn({ input: text, pattern: text }, (args, run) => found(args.input, args.pattern, '', run)),
    builtIn({ input: text, pattern: text, flags: text }, (args, run) =>
      found(args.input, args.pattern, args.flags, run),
    ),
  ],
  replace: [
    builtIn({ input: text, pattern: text, replacement: text }, (args, run) =>
      replaceAll(args.input, args.pattern, args.replacement, '', run),
    ),
    builtIn({ input: text, pattern: text, replacement: text, flags: text }, (args, run) =>
      replaceAll(args.input, args.pattern, args.replacement, args.flags, run),
    ),
  ],
  split: [
    builtIn({ string: text, delimiter: text }, ({ string, delimiter }, run) =>
      pattern(delimiter, '', run, string).split(string, -1),
    ),
  ],
  extract: [builtIn({ input: text, pattern: text }, (args, run) => extract(args.input, args.pattern, run))],
  'to base64': [builtIn({ value: text }, ({ value }) => Buffer.from(value).toString('base64'))],
  'from base64': [builtIn({ value: text }, ({ value }) => fromBase64(value))],
  uuid: [builtIn({}, (_, run) => uuidV7(run.random, run.clock.now()))],
  'string join': [
    builtIn({ list: any }, ({ list }, run) => join(list, '', run)),
    builtIn({ list: any, delimiter: any }, (args, run) => join(args.list, args.delimiter ?? '', run)),
    builtIn(
      { list: any, delimiter: any, prefix: text, suffix: text },
      (args, run) => `${args.prefix}${join(args.list, args.delimiter ?? '', run)}${args.suffix}`,
    ),
  ],
}

function join(list: unknown, delimiter: unknown, run: Run): string {
  const items = list as Parameters<typeof isList>[0]
  if (!isList(items) || typeof delimiter !== 'string') throw new BuiltInError('Expected a list of strings and a string')
  run.spend(items.length)
  return items
    .filter((item) => item !== null)
    .map((item) => {
      if (typeof item !== 'string') throw new BuiltInError(`Expected string but found '${plain(item)}'`)
      run.spend(item.length)
      return item
    })
    .join(delimiter)
}
