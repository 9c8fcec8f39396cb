import { modelOf } from './models.ts'
import { type EntityValue, type RecordValue, type Value, isList, nameOf, snakeCase } from './values.ts'

const CELL_CHARACTERS_MOST = 60
const ROWS_MOST = 500

/** A value as the shell shows it after `=>`: entities as tables, money with two decimals. */
export function show(value: Value): string {
  if (isList(value)) return showList(value)
  if (value === null || typeof value !== 'object') return plainText(value)
  switch (value.kind) {
    case 'model':
      return value.model
    case 'record':
      return showRecord(value)
    case 'entity':
      return showEntity(value)
  }
}

/** One line of JSON, for programs; entities by the wire's names. */
export function showJson(value: Value): string {
  return JSON.stringify(value, (_, each: unknown) => (isTagged(each) ? untagged(each) : each))
}

type Tagged = Extract<Value, { kind: string }>

const isTagged = (value: unknown): value is Tagged => typeof value === 'object' && value !== null && 'kind' in value

function untagged(value: Tagged): unknown {
  switch (value.kind) {
    case 'entity':
      return value.attributes
    case 'record':
      return value.entries
    case 'model':
      return value.model
  }
}

function showEntity(entity: EntityValue): string {
  const { attributes } = modelOf(entity.model)
  const width = Math.max(...attributes.map((name) => snakeCase(name).length))
  const lines = attributes.map((name) => `   ${snakeCase(name).padEnd(width)}  ${cell(entity, name)}`)
  return [`${entity.model}${entity.deleted ? ' (deleted)' : ''}`, ...lines].join('\n')
}

function showList(list: readonly Value[]): string {
  const entities = list.filter((each): each is EntityValue => isEntity(each))
  const [first] = entities
  if (first === undefined || entities.length < list.length || entities.some(({ model }) => model !== first.model)) {
    return `[${list.map((each) => (isEntity(each) ? nameOf(each) : show(each))).join(', ')}]`
  }
  const count = `${list.length} ${modelOf(first.model).plural.slice(0, list.length === 1 ? -1 : undefined)}`
  const left = list.length > ROWS_MOST ? [`   … and ${list.length - ROWS_MOST} more`] : []
  return [count, ...table(entities.slice(0, ROWS_MOST), first), ...left].join('\n')
}

function table(entities: readonly EntityValue[], { model }: EntityValue): string[] {
  const { attributes, money } = modelOf(model)
  const rows = [attributes.map(snakeCase), ...entities.map((entity) => attributes.map((name) => cell(entity, name)))]
  const widths = attributes.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ''))))
  return rows.map((row) =>
    row
      .map((text, column) => {
        const blank = ' '.repeat((widths[column] ?? 0) - width(text))
        return money.includes(attributes[column] ?? '') ? blank + text : text + blank
      })
      .join('  ')
      .replace(/^/u, '   ')
      .trimEnd(),
  )
}

function cell(entity: EntityValue, attribute: string): string {
  const value = entity.attributes[attribute]
  if (typeof value === 'number' && modelOf(entity.model).money.includes(attribute)) return value.toFixed(2)
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? printable(value) : JSON.stringify(value)
  return text.length > CELL_CHARACTERS_MOST ? `${text.slice(0, CELL_CHARACTERS_MOST - 1)}…` : text
}

const isEntity = (value: Value): value is EntityValue => isTagged(value) && value.kind === 'entity'

function showRecord({ entries }: RecordValue): string {
  return `{ ${Object.entries(entries)
    .map(([name, value]) => `${name}: ${isEntity(value) ? nameOf(value) : show(value)}`)
    .join(', ')} }`
}

function plainText(value: string | number | boolean | null): string {
  if (value === null) return 'nil'
  return typeof value === 'string' ? `"${printable(value)}"` : String(value)
}

// A name from elsewhere must not move the cursor or colour the terminal.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const printable = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/gu, '\uFFFD')

/** Columns of a terminal: East Asian wide characters and emoji take two, combining ones none. */
function width(text: string): number {
  let columns = 0
  for (const character of text.normalize('NFC')) {
    if (/\p{Mark}/u.test(character)) continue
    columns +=
      /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1
  }
  return columns
}
