import { rowKey } from '@millrace/dataflow'
import { compareValues } from '../types/compare.ts'
import { BOOLEAN, type SqlType } from '../types/type.ts'
import { type ScalarFunction, simple } from './function.ts'
import { likeMatcher } from './like.ts'

type Test = (difference: number) => boolean

function comparison(name: string, doc: string, test: Test): ScalarFunction {
  return {
    name,
    doc,
    arity: [2, 2],
    common: 0,
    type: () => BOOLEAN,
    make: ([type]) => {
      if (isPrimitive(type as SqlType)) {
        return (a: number, b: number) => test(a < b ? -1 : a > b ? 1 : 0)
      }
      return (a: unknown, b: unknown) => test(compareValues(a, b))
    },
  }
}

function isPrimitive({ name }: SqlType): boolean {
  return !['DECIMAL', 'BINARY', 'VARBINARY', 'ARRAY', 'ROW', 'MAP'].includes(name)
}

const NOT_NULL_BOOLEAN: SqlType = { name: 'BOOLEAN', nullable: false }
const own = { nulls: 'own' } as const
const always = (): SqlType => NOT_NULL_BOOLEAN
const equal = (a: unknown, b: unknown): boolean => rowKey([a]) === rowKey([b])

export const comparisons: readonly ScalarFunction[] = [
  comparison('=', 'a = b: whether they are equal', (difference) => difference === 0),
  comparison('<>', 'a <> b: whether they differ', (difference) => difference !== 0),
  comparison('<', 'a < b', (difference) => difference < 0),
  comparison('<=', 'a <= b', (difference) => difference <= 0),
  comparison('>', 'a > b', (difference) => difference > 0),
  comparison('>=', 'a >= b', (difference) => difference >= 0),
  simple('IS NULL', 'a IS NULL', 1, always, (a: unknown) => a === null, own),
  simple('IS NOT NULL', 'a IS NOT NULL', 1, always, (a: unknown) => a !== null, own),
  simple('IS TRUE', 'a IS TRUE', 1, always, (a: unknown) => a === true, own),
  simple('IS NOT TRUE', 'a IS NOT TRUE', 1, always, (a: unknown) => a !== true, own),
  simple('IS FALSE', 'a IS FALSE', 1, always, (a: unknown) => a === false, own),
  simple('IS NOT FALSE', 'a IS NOT FALSE', 1, always, (a: unknown) => a !== false, own),
  simple('IS DISTINCT FROM', 'a IS DISTINCT FROM b: nulls equal', 2, always, (a, b) => !equal(a, b), {
    ...own,
    common: 0,
  }),
  simple('IS NOT DISTINCT FROM', 'a IS NOT DISTINCT FROM b: nulls equal', 2, always, equal, { ...own, common: 0 }),
  simple(
    'NOT',
    'NOT a',
    1,
    ([a]) => (a?.name === 'BOOLEAN' || a?.name === 'NULL' ? BOOLEAN : undefined),
    (a: boolean) => !a,
  ),
  {
    name: 'LIKE',
    doc: 'a LIKE pattern [ESCAPE c]: % stands for any text, _ for one character',
    arity: [2, 3],
    type: (args) => (args.every(({ name }) => ['CHAR', 'VARCHAR', 'NULL'].includes(name)) ? BOOLEAN : undefined),
    make: () => {
      let last: { pattern: string; escape: string | undefined; test: (text: string) => boolean } | undefined
      return (text: string, pattern: string, escape?: string) => {
        if (last?.pattern !== pattern || last.escape !== escape) {
          last = { pattern, escape, test: likeMatcher(pattern, escape) }
        }
        return last.test(text)
      }
    },
  },
]
