import type { Call, Expression } from '../ast.ts'
import type { Column, Plan, Window } from '../plan/plan.ts'
import { sqlError } from '../position.ts'
import { plain, timestamp } from '../types/type.ts'
import type { Environment } from './environment.ts'
import { bindQuery } from './query.ts'
import { bindTable } from './table.ts'

/** Arguments of each window function behind the table and the time column; the last, OFFSET, may be left out. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  TUMBLE: ['SIZE', 'OFFSET'],
  HOP: ['SLIDE', 'SIZE', 'OFFSET'],
  CUMULATE: ['STEP', 'SIZE', 'OFFSET'],
  SESSION: ['GAP'],
}

/** TUMBLE, HOP, CUMULATE and SESSION over a table: its columns, then window_start, window_end, window_time. */
export function bindWindow(call: Call, environment: Environment): Plan {
  const names = ARGUMENTS[call.name]
  if (names === undefined) throw sqlError('SQL_UNSUPPORTED', `table function ${call.name}`, call)
  const given = argumentsByName(call, ['DATA', 'TIMECOL', ...names])
  const data = required(given, 'DATA', call)
  const input =
    data.kind === 'query'
      ? bindQuery(data.query, environment)
      : data.kind === 'table'
        ? bindTable(data.name, environment, data)
        : undefined
  if (input === undefined) throw sqlError('SQL_VALIDATION', `${call.name} needs TABLE t first`, data)
  const timeColumn = timeColumnOf(required(given, 'TIMECOL', call), input, call)
  const partition = data.kind === 'table' ? data.partition.map((name) => columnNamed(input, name, data)) : []
  const window = windowOf(call, (name) => interval(given, name, call), partition)
  const time = (input.columns[timeColumn] as Column).type
  const bound = { ...timestamp(3), nullable: false }
  const columns = [
    ...input.columns,
    { name: 'window_start', type: bound },
    { name: 'window_end', type: bound },
    { name: 'window_time', type: { ...plain(time), precision: 3, nullable: false, time: time.time as 'rowtime' } },
  ]
  return { op: 'window', input, window, timeColumn, columns }
}

function argumentsByName(call: Call, names: readonly string[]): Map<string, Expression> {
  return new Map(
    call.args.map((arg, at) => {
      if (arg.kind === 'named-argument') return [arg.name, arg.value] as const
      const name = names[at]
      if (name === undefined) throw sqlError('SQL_VALIDATION', `${call.name} takes ${names.join(', ')}`, arg)
      return [name, arg] as const
    }),
  )
}

function required(given: ReadonlyMap<string, Expression>, name: string, call: Call): Expression {
  const found = given.get(name)
  if (found === undefined) throw sqlError('SQL_VALIDATION', `${call.name} needs ${name}`, call)
  return found
}

function columnNamed(input: Plan, name: string, at: Expression): number {
  const index = input.columns.findIndex((column) => column.name === name)
  if (index < 0) throw sqlError('SQL_VALIDATION', `Column '${name}' not found`, at)
  return index
}

/** DESCRIPTOR(column): a column with a watermark, or one of processing time. */
function timeColumnOf(given: Expression, input: Plan, call: Call): number {
  const named = given.kind === 'call' && given.name === 'DESCRIPTOR' ? given.args[0] : undefined
  if (named?.kind !== 'name') throw sqlError('SQL_VALIDATION', `${call.name} needs DESCRIPTOR(time column)`, given)
  const index = columnNamed(input, named.parts.at(-1) as string, named)
  const { name, type } = input.columns[index] as Column
  if (type.time !== undefined) return index
  const text = `'${name}' is no time attribute: declare WATERMARK FOR ${name} in its table, or a column AS PROCTIME()`
  throw sqlError('SQL_VALIDATION', text, named)
}

function interval(given: ReadonlyMap<string, Expression>, name: string, call: Call): number {
  const found = given.get(name)
  if (found === undefined && name === 'OFFSET') return 0
  const value =
    found?.kind === 'literal' && found.type.name === 'INTERVAL_DAY_TIME' ? (found.value as number) : undefined
  if (value === undefined || (value <= 0 && name !== 'OFFSET')) {
    throw sqlError('SQL_VALIDATION', `${call.name} needs an INTERVAL of days to seconds as ${name}`, found ?? call)
  }
  return value
}

/** The most windows that one row may fall into. */
const MAX_WINDOWS_A_ROW = 10_000

function windowOf(call: Call, ms: (name: string) => number, partition: readonly number[]): Window {
  switch (call.name) {
    case 'TUMBLE':
      return { kind: 'tumble', size: ms('SIZE'), offset: ms('OFFSET') }
    case 'HOP':
      checkSteps(call, ms('SIZE'), ms('SLIDE'))
      return { kind: 'hop', slide: ms('SLIDE'), size: ms('SIZE'), offset: ms('OFFSET') }
    case 'CUMULATE':
      checkSteps(call, ms('SIZE'), ms('STEP'))
      return { kind: 'cumulate', step: ms('STEP'), size: ms('SIZE'), offset: ms('OFFSET') }
    default:
      return { kind: 'session', gap: ms('GAP'), partition }
  }
}

function checkSteps(call: Call, size: number, step: number): void {
  if (size % step !== 0) {
    throw sqlError('SQL_VALIDATION', `${call.name}: the size of ${size} ms must be a multiple of ${step} ms`, call)
  }
  if (size / step > MAX_WINDOWS_A_ROW) {
    throw sqlError('SQL_LIMIT', `${call.name}: a row would fall into more than ${MAX_WINDOWS_A_ROW} windows`, call)
  }
}
