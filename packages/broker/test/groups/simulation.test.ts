import { expect, it } from 'vitest'
import { Simulation } from './simulation.ts'

const SEEDS = 60
const STEPS = 120

async function failureOf(seed: number): Promise<unknown> {
  const simulation = await Simulation.open(seed)
  try {
    for (let step = 0; step < STEPS; step++) await simulation.step()
    await simulation.calm()
    await simulation.end()
    return undefined
  } catch (error) {
    return error
  }
}

it(
  'shares partitions without conflict through joins, crashes and restarts, whatever the seed (G1, G3, G12, O1)',
  { timeout: 120_000 },
  async () => {
    for (let seed = 1; seed <= SEEDS; seed++) expect(await failureOf(seed), `seed ${seed}`).toBeUndefined()
  },
)
