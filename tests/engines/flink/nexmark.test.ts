import { nexmarkQueries, nexmarkTables, tempDir, writeNexmark } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SqlEngine, startFlink, startMillrace } from './engines.ts'
import { GatewaySession } from './gateway.ts'
import { type Difference, type Materialised, differencesOf, materialised } from './materialised.ts'

/** `NEXMARK_EVENTS=200000` is the whole of it, some minutes; NEXMARK_SEED draws other events. */
const eventCount = Number(process.env['NEXMARK_EVENTS'] ?? 10_000)
const seed = Number(process.env['NEXMARK_SEED'] ?? 1)
/** Of event time: windows of ten seconds come and go in the shortest form too. */
const eventsPerSecond = 250
const timeoutMs = 60_000 + eventCount * 2

describe(`Nexmark, ${eventCount} events of seed ${seed}`, () => {
  const folder = tempDir('nexmark-')
  const sessions: GatewaySession[] = []
  let engines: readonly SqlEngine[] = []

  beforeAll(async () => {
    writeNexmark(folder.path, 1, { seed, eventCount, eventsPerSecond })
    engines = [await startMillrace(), await startFlink()]
    for (const { gateway } of engines) {
      const session = await GatewaySession.open(gateway)
      for (const statement of nexmarkTables(folder.path)) {
        expect(await session.run(statement), statement).not.toHaveProperty('error')
      }
      sessions.push(session)
    }
  })
  afterAll(async () => {
    await Promise.all(sessions.map((session) => session.close()))
    await Promise.all(engines.map((engine) => engine.stop()))
    folder.remove()
  })

  it.each(nexmarkQueries)(
    '$name leaves the same rows as on Flink: $title',
    async ({ sql, key }) => {
      const [ours, flinks] = await Promise.all(sessions.map((session) => session.run(sql, timeoutMs)))
      expect([ours?.error, flinks?.error]).toEqual([undefined, undefined])
      const [left, expected] = [ours, flinks].map((answer) => materialised(answer?.rows ?? [], key)) as [
        Materialised,
        Materialised,
      ]
      expect(expected.size).toBeGreaterThan(0)
      expect(differencesOf(left, expected)).toEqual<Difference[]>([])
    },
    timeoutMs,
  )
})
