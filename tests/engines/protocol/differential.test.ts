import { seededRandom } from '@millrace/kernel'
import { describe, expect, inject, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { type Difference, compare } from './differential/compare.ts'
import type { Act } from './differential/ask.ts'
import { explanations, known } from './differential/known.ts'
import { beginning, middle } from './differential/sequence.ts'
import { Side } from './differential/side.ts'
import { World } from './differential/world.ts'

const SEED = Number(process.env['SEED'] ?? 21)
/** How often each API is asked in each version. */
const TIMES = Number(process.env['TIMES'] ?? 6)
const RUN_MS = 300_000
const MOST_SHOWN = 20

const { millrace, kafka } = inject('brokers')

interface Run {
  readonly asked: number
  readonly found: readonly Difference[]
}

/** Puts some acts to both engines, from one seed, and gives all places in which their answers differ. */
async function run(seed: number, acts: (world: World) => Iterable<Act>): Promise<Run> {
  const prefix = `${unique('d')}-`
  // Whole seconds of the last minute: no record is from the future, and none is old.
  const start = Math.floor(Date.now() / 1000) * 1000 - 60_000
  const world = new World(seededRandom(seed), prefix, start)
  const ours = new Side({ name: 'millrace', brokers: millrace ?? '' })
  const theirs = new Side({ name: 'kafka', brokers: kafka ?? '' })
  const engines = { ours, theirs, prefix, start, topics: world.lasting }
  const found: Difference[] = []
  let asked = 0
  try {
    for (const part of [beginning(world), acts(world)]) {
      for (const act of part) {
        asked++
        found.push(...(await compare(act, engines)))
        // What follows one difference follows from it.
        if (found.filter(isUnlisted).length >= MOST_SHOWN) return { asked, found }
      }
    }
    return { asked, found }
  } finally {
    ours.close()
    theirs.close()
  }
}

const isUnlisted = (difference: Difference): boolean => explanations(difference).length === 0

const shown = ({ api, version, path, ours, theirs, request }: Difference): string =>
  `${api} v${version} ${JSON.stringify(request)}\n  ${path}: ${JSON.stringify(ours)}, and Kafka ${JSON.stringify(theirs)}`

describe.runIf(millrace !== undefined && kafka !== undefined)('the same requests to Millrace and to Kafka', () => {
  it(
    `are answered the same, every API in every version, at random: SEED=${SEED}`,
    async () => {
      const { asked, found } = await run(SEED, (world) => middle(world, TIMES))
      const unlisted = found.filter(isUnlisted)
      console.log(`differential, SEED=${SEED}: ${asked} requests, ${found.length - unlisted.length} known differences`)
      expect(unlisted.slice(0, MOST_SHOWN).map(shown)).toEqual([])
    },
    RUN_MS,
  )

  it.each(Object.entries(known))('differ in a way that is listed, and still there: %s', async (name, { example }) => {
    const { found } = await run(SEED, example)
    expect(found.flatMap(explanations)).toContain(name)
  })
})
