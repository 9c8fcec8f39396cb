import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const HERE = import.meta.dirname

it('has a test for every invariant of SPEC.md', () => {
  const spec = readFileSync(join(HERE, 'SPEC.md'), 'utf8')
  const invariants = [...spec.matchAll(/^\| ([GO]\d+) +\|/gm)].map(([, number]) => number)
  const files = globSync(['src/{groups,offsets}/*.test.ts', 'test/groups/*.test.ts'], { cwd: join(HERE, '../..') })
  const titles = files
    .map((file) => readFileSync(join(HERE, '../..', file), 'utf8'))
    .join('\n')
    .match(/\((?:[GO]\d+(?:, )?)+\)'/g)
  const tested = new Set(titles?.flatMap((title) => title.match(/[GO]\d+/g) ?? []))
  expect(invariants.length).toBeGreaterThan(0)
  expect(invariants.filter((number) => !tested.has(number as string))).toEqual([])
})
