import { describe, expect, it } from 'vitest'
import { caseFiles, goldenOf } from './cases.ts'
import { differenceOf } from './compare.ts'
import { differences } from './differences.ts'
import { ourAnswer } from './our-cases.ts'

const files = caseFiles()

/** What real Flink answered was recorded by `RECORD_FLINK=1 npx vitest run --project engines tests/engines/flink`. */
describe.each(files)('statements on $name', (file) => {
  const golden = goldenOf(file.name)
  it.each(file.cases)('answer as real Flink does: $title', (one) => {
    const recorded = golden.get(one.title)
    expect(recorded?.sql, 'the statement as it was recorded').toBe(one.statements.join(';\n'))
    if (recorded === undefined) return
    const difference = differenceOf(one, ourAnswer(file, one), recorded)
    if (differences.has(`${file.name}/${one.title}`)) expect(difference, 'a difference that is listed').toBeDefined()
    else expect(difference).toBeUndefined()
  })
})

it('lists differences of cases that there are', () => {
  const titles = new Set(files.flatMap(({ name, cases }) => cases.map(({ title }) => `${name}/${title}`)))
  expect([...differences.keys()].filter((title) => !titles.has(title))).toEqual([])
  expect(titles.size).toBeGreaterThanOrEqual(600)
})
