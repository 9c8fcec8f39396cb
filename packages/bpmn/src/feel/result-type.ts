import { type Kind, kindOf } from './kinds.ts'
import type { FeelValue } from './value.ts'

/** The kinds as Zeebe names them in its incidents: `… to be 'BOOLEAN', but was 'NULL'`. */
const names = {
  null: 'NULL',
  boolean: 'BOOLEAN',
  number: 'NUMBER',
  string: 'STRING',
  list: 'ARRAY',
  context: 'OBJECT',
  date: 'DATE',
  'date time': 'DATE_TIME',
  'local date time': 'DATE_TIME',
  'days and time duration': 'DURATION',
  'years and months duration': 'PERIOD',
  range: 'RANGE',
  function: 'FUNCTION',
  'local time': 'TIME',
  time: 'TIME',
} as const satisfies Record<Kind, string>

export type ResultType = (typeof names)[Kind]

export const resultType = (value: FeelValue): ResultType => names[kindOf(value)]
