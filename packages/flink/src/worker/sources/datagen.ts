import { INSERT } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'
import { type SqlType, type Table, sourceColumns, typeText } from '@millrace/sql'
import type { LocalSource } from './local-source.ts'

/** Rows that one turn makes at most. */
const TURN_ROWS = 1000
const TICK_MS = 100

type Field = (row: number) => unknown

interface Generator {
  readonly fields: readonly Field[]
  /** Rows that there are, as numbers of rows and sequences say. */
  readonly most: number
}

/** `'connector' = 'datagen'`: random values and sequences, so many rows a second, as Flink's. */
export function datagen(table: Table, random: () => number, start: number): LocalSource {
  const rate = numberOf(table, 'rows-per-second', 10_000)
  const { fields, most } = generatorOf(table, random, start)
  let given = 0
  let since = start
  const byNow = (now: number): number => Math.min(most, Math.floor(((now - since) / 1000) * rate) + Math.min(rate, 1))
  return {
    pull(now, give) {
      const upTo = Math.min(byNow(now), given + TURN_ROWS)
      for (; given < upTo; given++) {
        const row = given
        give(
          INSERT,
          fields.map((field) => field(row)),
        )
      }
      return given < byNow(now)
    },
    due: (now) => (given >= most ? undefined : now + Math.max(TICK_MS, Math.ceil(1000 / rate))),
    get ended() {
      return given >= most
    },
    snapshot: () => ({ given, since }),
    restore: (state) => {
      ;({ given, since } = state as { given: number; since: number })
    },
  }
}

function generatorOf(table: Table, random: () => number, now: number): Generator {
  let most = table.options['number-of-rows'] === undefined ? Infinity : numberOf(table, 'number-of-rows', 0)
  const fields = sourceColumns(table).map(({ name, type }): Field => {
    const option = (key: string): string | undefined => table.options[`fields.${name}.${key}`]
    if ((option('kind') ?? 'random') === 'sequence') {
      const from = numberOf(table, `fields.${name}.start`, 0)
      const to = numberOf(table, `fields.${name}.end`, 0)
      most = Math.min(most, to - from + 1)
      return (row) => sequenceValue(from + row, type)
    }
    const value = randomField(table, name, type, random, now)
    const nulls = Number(option('null-rate') ?? 0)
    return nulls > 0 ? () => (random() < nulls ? null : value(0)) : value
  })
  return { fields, most }
}

const sequenceValue = (value: number, type: SqlType): unknown =>
  type.name === 'VARCHAR' || type.name === 'CHAR' ? String(value) : value

const HEX = '0123456789abcdef'

function randomField(table: Table, name: string, type: SqlType, random: () => number, now: number): Field {
  const limit = (key: string, otherwise: number): number => numberOf(table, `fields.${name}.${key}`, otherwise)
  const whole = (least: number, most: number): Field => {
    const [from, to] = [limit('min', least), limit('max', most)]
    return () => from + Math.floor(random() * (to - from + 1))
  }
  switch (type.name) {
    case 'TINYINT':
      return whole(-128, 127)
    case 'SMALLINT':
      return whole(-32_768, 32_767)
    case 'INT':
      return whole(-2_147_483_648, 2_147_483_647)
    case 'BIGINT':
      return whole(Number.MIN_SAFE_INTEGER / 2, Number.MAX_SAFE_INTEGER / 2)
    case 'FLOAT':
    case 'DOUBLE': {
      const [from, to] = [limit('min', -1e6), limit('max', 1e6)]
      return () => from + random() * (to - from)
    }
    case 'BOOLEAN':
      return () => random() < 0.5
    case 'CHAR':
    case 'VARCHAR': {
      const length = limit('length', 100)
      return () => Array.from({ length }, () => HEX[Math.floor(random() * 16)]).join('')
    }
    case 'TIMESTAMP':
    case 'TIMESTAMP_LTZ': {
      const past = limit('max-past', 0)
      return () => now - Math.floor(random() * past)
    }
    default:
      throw new Refusal('SQL_UNSUPPORTED', `datagen makes no ${typeText(type)} (column ${name})`)
  }
}

/** @throws Refusal SQL_VALIDATION when the option is no number */
function numberOf({ options }: Table, key: string, otherwise: number): number {
  const given = options[key]
  if (given === undefined) return otherwise
  const value = Number(given)
  if (given.trim() !== '' && Number.isFinite(value)) return value
  throw new Refusal('SQL_VALIDATION', `'${key}' is a number, not '${given}'`)
}
