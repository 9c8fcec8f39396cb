import { sqlError } from '../position.ts'
import { castOf } from '../types/cast.ts'
import { textOf } from '../types/text.ts'
import { STRING, type SqlType, isString } from '../types/type.ts'

/** Flink's csv format, as far as its options go here. */
export interface CsvOptions {
  readonly delimiter: string
  readonly quote: string
  /** What stands for NULL; besides it, an empty field of a type that is no string. */
  readonly nullLiteral: string | undefined
}

interface Field {
  readonly name: string
  readonly type: SqlType
}

/** @throws Refusal SQL_VALIDATION */
export function csvOptions(options: Readonly<Record<string, string>>): CsvOptions {
  const option = (key: string): string | undefined => options[`csv.${key}`] ?? options[`value.csv.${key}`]
  const delimiter = (option('field-delimiter') ?? ',').replace('\\t', '\t')
  const quote = option('quote-character') ?? '"'
  for (const [key, text] of [['field-delimiter', delimiter] as const, ['quote-character', quote] as const]) {
    if (text.length !== 1) throw sqlError('SQL_VALIDATION', `'csv.${key}' is one character, not '${text}'`)
  }
  return { delimiter, quote, nullLiteral: option('null-literal') }
}

/** Reads a line into values, by position. @throws Refusal SQL_RUNTIME when fields are missing or do not fit */
export function csvReader(fields: readonly Field[], options: CsvOptions): (line: string) => unknown[] {
  const readers = fields.map(({ name, type }) => {
    const cast = isString(type) && type.length === STRING.length ? (text: unknown) => text : castOf(STRING, type)
    if (cast === undefined) throw sqlError('SQL_UNSUPPORTED', `type ${type.name} of column '${name}' in CSV`)
    return (text: string): unknown => {
      if (text === options.nullLiteral || (text === '' && !isString(type))) return null
      return cast(isString(type) ? text : text.trim())
    }
  })
  return (line) => {
    const texts = split(line, options)
    if (texts.length < readers.length) {
      throw sqlError('SQL_RUNTIME', `a line of CSV has ${texts.length} fields, and the table has ${readers.length}`)
    }
    return readers.map((read, at) => read(texts[at] as string))
  }
}

/** Writes values as a line, without its end. */
export function csvLine(fields: readonly Field[], options: CsvOptions): (values: readonly unknown[]) => string {
  const { delimiter, quote, nullLiteral = '' } = options
  const isSpecial = (text: string): boolean => text.includes(delimiter) || text.includes(quote) || /\s/.test(text)
  return (values) => {
    const texts = fields.map(({ type }, at) => {
      const value = values[at] ?? null
      if (value === null) return nullLiteral
      const text = textOf(value, type)
      return isSpecial(text) ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text
    })
    return texts.join(delimiter)
  }
}

function split(line: string, options: CsvOptions): string[] {
  const fields: string[] = []
  for (let at = 0; at <= line.length; at++) {
    const [text, end] = line[at] === options.quote ? quoted(line, at, options) : bare(line, at, options)
    fields.push(text)
    at = end
  }
  return fields
}

/** A field and where its delimiter stands. */
function bare(line: string, from: number, { delimiter }: CsvOptions): [text: string, end: number] {
  const found = line.indexOf(delimiter, from)
  const end = found < 0 ? line.length : found
  return [line.slice(from, end), end]
}

function quoted(line: string, from: number, { quote }: CsvOptions): [text: string, end: number] {
  let text = ''
  let at = from + 1
  for (; at < line.length; at++) {
    if (line[at] === quote) {
      if (line[at + 1] !== quote) break
      at++
    }
    text += line[at]
  }
  return [text, at + 1]
}
