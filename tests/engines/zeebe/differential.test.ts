import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { cases } from './differential/cases/index.ts'
import { differences } from './differential/differences.ts'
import type { Outcome } from './differential/outcome.ts'
import { runCases } from './differential/run.ts'
import { onEachGateway } from './each-gateway.ts'

/** What Zeebe 8.6.0 made of each case, as JSON; a run on the real one with `RECORD=1` rewrites it. */
const RECORDED = new URL('./differential/zeebe-8.6.0.txt', import.meta.url)
const RUN_MS = 280_000

const recorded = (): Readonly<Record<string, Outcome>> =>
  JSON.parse(readFileSync(RECORDED, 'utf8')) as Readonly<Record<string, Outcome>>

onEachGateway('small processes', (gateway) => {
  let outcomes: Readonly<Record<string, Outcome>>

  beforeAll(async () => {
    outcomes = await runCases(gateway(), cases)
    const isRecorded = gateway().name === 'zeebe' && process.env['RECORD'] === '1'
    if (isRecorded)
      writeFileSync(
        RECORDED,
        `${JSON.stringify(outcomes, null, 1)}
`,
      )
  }, RUN_MS)

  it.each(Object.keys(cases))('%s', (name) => {
    if (gateway().name === 'zeebe' || !(name in differences)) expect(outcomes[name]).toEqual(recorded()[name])
    else expect(outcomes[name]).not.toEqual(recorded()[name])
  })
})
