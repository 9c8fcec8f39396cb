import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sessionWith } from '../../test/run.ts'

const folder = new URL('../../testdata/plans/', import.meta.url)
const update = process.env['UPDATE_PLANS'] === '1'

/** Each file: statements, the last of them explained; then a line of dashes and what EXPLAIN gave. */
describe('plans', () => {
  it.each(readdirSync(folder))('of %s are those that were reviewed', (name) => {
    const file = new URL(name, folder)
    const [source = '', golden = ''] = readFileSync(file, 'utf8').split('\n----\n')
    const statements = source
      .split(';')
      .map((one) => one.trim())
      .filter((one) => one !== '')
    const session = sessionWith(...statements.slice(0, -1))
    const outcome = session.execute(`EXPLAIN ${statements.at(-1)}`)
    const plan = outcome.kind === 'rows' ? String(outcome.rows[0]?.[0]) : ''
    if (update) writeFileSync(file, `${source}\n----\n${plan}`)
    else expect(plan).toBe(golden)
  })
})
