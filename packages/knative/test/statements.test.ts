import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const text = readFileSync(join(root, 'packages/knative/STATEMENTS.md'), 'utf8')
const files = new Map([...text.matchAll(/^- `(\w+)`: (\S+)$/gmu)].map(([, name = '', path = '']) => [name, path]))
const rows = [...text.matchAll(/^\| ([AB]?\d+) +\| (\S+) +\| (.*?) +\|$/gmu)].map(
  ([, number = '', file = '', test = '']) => ({
    number,
    file,
    test,
  }),
)

const numbers = (prefix: string, most: number): string[] =>
  Array.from({ length: most }, (_, index) => `${prefix}${index + 1}`)

it('has a row for each of the 91 statements, 90 scenarios and 64 lines of the contract', () => {
  const expected = [...numbers('', 91), ...numbers('A', 90), ...numbers('B', 64)]
  expect([...new Set(rows.map(({ number }) => number))]).toEqual(expected)
})

it('names tests that are there', () => {
  const sources = new Map([...files].map(([name, path]) => [name, readFileSync(join(root, path), 'utf8')]))
  const quoted = (test: string): string[] => ["'", '"', '`'].map((quote) => `${quote}${test}${quote}`)
  const lost = rows.filter(
    ({ file, test }) => file !== '—' && !quoted(test).some((title) => sources.get(file)?.includes(title) === true),
  )
  expect(lost).toEqual([])
})

it('says of the few that have no test why', () => {
  const without = rows.filter(({ file }) => file === '—')
  expect(without.map(({ number }) => number)).toEqual(['A83', 'A88', 'A89', 'B2', 'B24', 'B64'])
  for (const { test } of without) expect(test.length).toBeGreaterThan(20)
})
