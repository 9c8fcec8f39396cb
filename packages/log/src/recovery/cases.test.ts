import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { RECOVERY_CASES } from './cases.ts'

const page = readFileSync(new URL('../../../../docs/log-format.md', import.meta.url), 'utf8')
const words = page.replaceAll(/\s+/g, ' ')

it.each(Object.entries(RECOVERY_CASES))('the page of the format has the case %s word for word', (name, row) => {
  expect(words).toContain(`\`${name}\` | ${row.observed} | ${row.cause} | ${row.action} | ${row.loss} |`)
})
