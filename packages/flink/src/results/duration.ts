import { Refusal } from '@millrace/kernel'

const UNITS: readonly (readonly [ms: number, names: readonly string[]])[] = [
  [86_400_000, ['d', 'day', 'days']],
  [3_600_000, ['h', 'hour', 'hours']],
  [60_000, ['min', 'm', 'minute', 'minutes']],
  [1000, ['s', 'sec', 'secs', 'second', 'seconds']],
  [1, ['', 'ms', 'milli', 'millis', 'millisecond', 'milliseconds']],
]

/** A duration as Flink's options have it (`5 s`, `1min`, `100`), in ms. @throws Refusal SQL_VALIDATION */
export function durationMs(text: string): number {
  const [, number = '', unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text) ?? []
  const found = UNITS.find(([, names]) => names.includes(unit.toLowerCase()))
  if (number === '' || found === undefined) {
    throw new Refusal('SQL_VALIDATION', `'${text}' is no duration: say, for example, 5 s, 1 min or 100 ms`)
  }
  return Number(number) * found[0]
}
