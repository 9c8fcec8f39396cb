import { below, seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type TestEngine, dump, testEngine } from '../test/engine.ts'
import { type RandomProcess, randomProcess } from '../test/random/drawing.ts'
import { act, drain } from '../test/random/history.ts'
import { brokenInvariants, stuck } from '../test/random/invariants.ts'
import { Replicas } from '../test/random/replicas.ts'

/** `CASES=5000 SEED=1` for more of them. */
const CASES = Number(process.env['CASES'] ?? 150)
const SEED = Number(process.env['SEED'] ?? 1000)
const ACTS = 25

it.each(Array.from({ length: CASES }, (_, index) => SEED + index))(
  'random processes and histories end, and replay to the same state from every event and checkpoint: seed %i',
  { timeout: 60_000 },
  async (seed) => {
    const random = seededRandom(seed)
    const replicas = new Replicas()
    const limits = { turnSteps: 1 + below(random, 40), checkpointBytes: 2000 + below(random, 40_000) }
    const engine = await testEngine(limits, (log) => replicas.hearing(log, () => engine.core.state))
    const drawn = [
      randomProcess(random, 'r'),
      randomProcess(random, 'q', ['r']),
      randomProcess(random, 'p', ['q', 'r']),
    ]
    await engine.deploy(...drawn.map(({ builder }) => builder))
    for (let acts = 0; acts < ACTS; acts++) {
      await act(engine, random)
      if (below(random, 8) === 0) replicas.fork(engine.core.state)
      expect(brokenInvariants(engine.core.state)).toEqual([])
    }
    await engine.settled()
    expect(stuck(engine.core.state)).toEqual([])
    await drain(engine)
    expectNothingLeft(engine)
    await expectJoined(engine, drawn)
    await expectBegun(engine)
    expect(replicas.differences).toEqual([])
    for (const replica of replicas.states) expect(dump(replica)).toEqual(dump(engine.core.state))
  },
)

/** Nobody is there any more, and nothing of anybody. */
function expectNothingLeft({ core: { state } }: TestEngine): void {
  const left = [...state.instances.entries()].map(([key, { element, definitionKey, phase }]) => {
    return `${phase} ${state.definition(definitionKey)?.graph.elements[element]?.id} ${key}`
  })
  expect([
    ...left,
    ...[...state.incidents.entries()].map(([, { errorMessage, elementId }]) => `${elementId}: ${errorMessage}`),
  ]).toEqual([])
  expect(state.variables.scopes().next().done).toBe(true)
  const { jobs, timers, messageSubscriptions, signals, incidents, startLocks, turns } = state
  const tables = { jobs, timers, messageSubscriptions, signals, incidents, startLocks, turns }
  expect(Object.entries(tables).filter(([, { size }]) => size > 0)).toEqual([])
}

/** No join let a token through that was not there. */
async function expectJoined(engine: TestEngine, drawn: readonly RandomProcess[]): Promise<void> {
  const passed = Map.groupBy(await engine.completed(), (id) => id)
  const often = (id: string): number => passed.get(id)?.length ?? 0
  const doubled = drawn.flatMap(({ joins }) => joins).filter(([join, split]) => often(join) > often(split))
  expect(doubled).toEqual([])
}

/** No scope ended before it had begun. */
async function expectBegun(engine: TestEngine): Promise<void> {
  const elements = (await engine.eventsOf('PROCESS_INSTANCE')).filter(({ intent }) => intent === 'ELEMENT_COMPLETED')
  const begun = new Set(
    elements.flatMap(({ value }) => (value.bpmnElementType === 'START_EVENT' ? value.flowScopeKey : [])),
  )
  const triggering = (await engine.eventsOf('PROCESS_EVENT')).filter(({ intent }) => intent === 'TRIGGERING')
  const interrupted = new Set(triggering.map(({ value }) => value.scopeKey))
  const scopes = elements.filter(({ value }) => value.bpmnElementType.endsWith('PROCESS'))
  const empty = scopes.filter(({ key }) => !begun.has(key) && !interrupted.has(key))
  expect(empty.map(({ key, value }) => `${value.elementId} ${key}`)).toEqual([])
}
