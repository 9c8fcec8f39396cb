import { below, seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type TestEngine, act, activate, complete, fail, publish, start, testEngine } from '../../test/engine.ts'
import { eventsOf, heldBy, modelOf } from '../../test/model.ts'
import { readBlock } from '../follow/block.ts'
import { HistoryStore } from './history-store.ts'

/** Brings the store up to the end of the stream, in blocks of a size. */
async function follow({ events }: TestEngine, store: HistoryStore, maxBytes?: number): Promise<void> {
  for (;;) {
    const block = await readBlock(events, store.position, maxBytes)
    if (block === undefined) return
    store.apply(block.bytes, block.next)
  }
}

const keysOf = (rows: Readonly<Record<number, readonly unknown[]>> | undefined): number[] =>
  Object.keys(rows ?? {}).map(Number)

it.each(Array.from({ length: 25 }, (_, index) => 500 + index))(
  'holds what a simple model of the events says, whatever the history and the size of blocks: seed %i',
  async (seed) => {
    const random = seededRandom(seed)
    const engine = await testEngine()
    const store = new HistoryStore(undefined)
    for (let step = 0; step < 40; step++) {
      await act(engine, random)
      if (below(random, 4) === 0) await follow(engine, store, 1 + below(random, 2000))
    }
    await follow(engine, store)
    const held = heldBy(store)
    expect(held).toEqual(modelOf(await eventsOf(engine.events)))
    const { state } = engine.core
    const running = store.query({ sql: "SELECT key FROM instances WHERE state = 'ACTIVE'", values: [] })
    const roots = [...state.instances.entries()].filter(([, { scopeKey }]) => scopeKey === -1)
    expect(running.map(({ key }) => Number(key))).toEqual(roots.map(([key]) => key).toSorted((a, b) => a - b))
    const open = keysOf(held['incidents']).filter((key) => held['incidents']?.[key]?.[0] === 'ACTIVE')
    expect(open).toEqual([...state.incidents.entries()].map(([key]) => key))
    const jobs = keysOf(held['jobs']).filter((key) => held['jobs']?.[key]?.[1] === null)
    expect(jobs).toEqual([...state.jobs.entries()].map(([key]) => key).toSorted((a, b) => a - b))
  },
)

it('applies a block twice to no other effect than once', async () => {
  const engine = await testEngine()
  await start(engine, { orderId: 'o' })
  const store = new HistoryStore(undefined)
  await follow(engine, store)
  const held = heldBy(store)
  const block = await readBlock(engine.events, 0)
  if (block !== undefined) store.apply(block.bytes, block.next)
  expect(heldBy(store)).toEqual(held)
})

it('forgets what ended long ago with all that belongs to it, and keeps what runs', async () => {
  const engine = await testEngine()
  await start(engine, { orderId: 'a' })
  const [charge = 0] = await activate(engine, 'charge')
  await complete(engine, charge, 5)
  await publish(engine, 'a', 0)
  const [pack = 0] = await activate(engine, 'pack')
  await complete(engine, pack, 5)
  const running = await start(engine, { orderId: 'b' })
  const [stuck = 0] = await activate(engine, 'charge')
  await fail(engine, stuck, 0)
  await engine.clock.advance(10_000)
  const store = new HistoryStore(undefined)
  await follow(engine, store)
  expect(keysOf(heldBy(store)['instances'])).toHaveLength(3)
  expect(store.forget(engine.clock.now())).toBe(false)
  const left = heldBy(store)
  expect(keysOf(left['instances'])).toEqual([running])
  expect(keysOf(left['jobs'])).toEqual([stuck])
  expect(keysOf(left['messages'])).toEqual([])
  const orphans = 'SELECT 1 FROM elements e WHERE NOT EXISTS (SELECT 1 FROM instances i WHERE i.key = e.instanceKey)'
  expect(store.query({ sql: orphans, values: [] })).toEqual([])
})
