import { below, seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type TestEngine, dump, testEngine } from '../test/engine.ts'
import { act, randomProcess } from '../test/random-history.ts'
import { State } from './state/state.ts'
import { applyEvent } from './appliers/index.ts'

/** Brings everything that runs to its end: what is left afterwards would be stuck for ever. */
async function drain(engine: TestEngine): Promise<void> {
  for (let round = 0; round < 200 && engine.core.state.instances.size > 0; round++) {
    for (const { key } of engine.incidents()) await engine.resolve(key)
    for (const job of await engine.activate('work', 100, 20_000)) {
      await engine.core.run('completeJob', { jobKey: job.key, variables: {} }).catch(() => undefined)
    }
    for (const key of ['k0', 'k1', 'k2']) await engine.publish('m', key)
    await engine.core.run('broadcastSignal', { signalName: 's', variables: {}, tenantId: '<default>' })
    await engine.advance(25_000)
  }
}

const seeds = Array.from({ length: 60 }, (_, index) => 1000 + index)

it.each(seeds)(
  'random processes and histories come to their end, and replay to the same state: seed %i',
  async (seed) => {
    const random = seededRandom(seed)
    const engine = await testEngine({ turnSteps: 5 + below(random, 40), checkpointBytes: 2000 + below(random, 40_000) })
    await engine.deploy(randomProcess(random, 'p'))
    for (let step = 0; step < 40; step++) await act(engine, random)
    await engine.expectReplayed()
    await drain(engine)
    expect([...engine.core.state.instances.entries()].map(([, { element, phase }]) => ({ element, phase }))).toEqual([])
    expect(engine.core.state.variables.scopes().next().done).toBe(true)
    const { jobs, timers, messageSubscriptions, signals, incidents, startLocks } = engine.core.state
    expect([jobs, timers, messageSubscriptions, signals, incidents, startLocks].map(({ size }) => size)).toEqual([
      0, 0, 0, 0, 0, 0,
    ])
    // Without any checkpoint: every event from the first on.
    const state = new State()
    for (const event of await engine.events()) applyEvent(state, event)
    expect(dump(state)).toEqual(dump(engine.core.state))
  },
)
