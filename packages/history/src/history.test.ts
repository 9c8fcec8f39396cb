import { expect, it, onTestFinished } from 'vitest'
import { type TestEngine, activate, complete, fail, publish, start, testEngine } from '../test/engine.ts'
import { History } from './history.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

async function historyOf(engine: TestEngine, options: { readonly keepMs?: number } = {}) {
  const positions: number[] = []
  const history = new History({
    log: engine.log,
    clocks: engine.clocks,
    folder: undefined,
    keepMs: options.keepMs,
    onPosition: (position) => positions.push(position),
    report: silent,
  })
  onTestFinished(() => history.close())
  return { history, positions }
}

it('finds what was done a moment ago, and tells how far it has come', async () => {
  const engine = await testEngine()
  const { history, positions } = await historyOf(engine)
  for (let n = 0; n < 3; n++) {
    const key = await start(engine, { orderId: `o${n}` })
    const { items } = await history.search('process-instances', { filter: { processInstanceKey: String(key) } })
    expect(items).toMatchObject([{ processDefinitionId: 'order', state: 'ACTIVE', endDate: null, hasIncident: false }])
  }
  expect(positions.at(-1)).toBe(engine.events.highWatermark)
})

it('tells of a whole life: elements, flows, variables as they changed, jobs, incidents, messages', async () => {
  const engine = await testEngine()
  const { history } = await historyOf(engine)
  const key = await start(engine, { orderId: 'o1' })
  const [charge = 0] = await activate(engine, 'charge')
  await fail(engine, charge, 0)
  const filter = { processInstanceKey: String(key) }
  const one = async (name: Parameters<History['search']>[0], more: object = {}) =>
    (await history.search(name, { filter: { ...filter, ...more } })).items
  expect(await one('process-instances')).toMatchObject([{ hasIncident: true }])
  expect(await one('incidents')).toMatchObject([{ elementId: 'charge', errorType: 'JOB_NO_RETRIES', state: 'ACTIVE' }])
  const [{ incidentKey } = {}] = await one('incidents')
  await engine.core.run('updateJobRetries', { jobKey: charge, retries: 1 })
  await engine.core.run('resolveIncident', { incidentKey: Number(incidentKey) })
  const [again = 0] = await activate(engine, 'charge')
  await complete(engine, again, 5)
  await publish(engine, 'o1', 0)
  const [pack = 0] = await activate(engine, 'pack')
  await complete(engine, pack, 7)
  expect(await one('process-instances')).toMatchObject([{ state: 'COMPLETED', hasIncident: false }])
  expect(await one('incidents')).toMatchObject([{ state: 'RESOLVED' }])
  const elements = (await one('element-instances')).map(({ elementId, state }) => [elementId, state])
  expect(elements).toContainEqual(['paid', 'COMPLETED'])
  expect(elements.every(([, state]) => state === 'COMPLETED')).toBe(true)
  expect(await one('jobs')).toMatchObject([{ type: 'charge', state: 'COMPLETED', worker: 'w', elementId: 'charge' }])
  expect((await one('variable-changes', { name: 'amount' })).map(({ value }) => value)).toEqual(['5', '7'])
  expect(await one('message-subscriptions')).toMatchObject([
    { messageName: 'payment', messageSubscriptionState: 'CORRELATED' },
  ])
  expect((await history.search('messages', {})).items).toMatchObject([{ correlationKey: 'o1', correlations: 1 }])
  expect((await one('sequence-flows')).length).toBeGreaterThan(3)
  const called = await history.search('process-instances', { filter: { parentProcessInstanceKey: String(key) } })
  expect(called.items).toMatchObject([{ processDefinitionId: 'ship', state: 'COMPLETED' }])
})

it('forgets what ended before the time that is kept', async () => {
  const engine = await testEngine()
  const key = await start(engine, { orderId: 'o1' })
  await engine.core.run('cancelProcessInstance', { processInstanceKey: key })
  await engine.clock.advance(100_000)
  const { history } = await historyOf(engine, { keepMs: 50_000 })
  await history.search('process-instances', {})
  await expect.poll(async () => (await history.search('process-instances', {})).items).toEqual([])
})

it('refuses when it is closed', async () => {
  const { history } = await historyOf(await testEngine())
  await history.close()
  await expect(history.search('jobs', {})).rejects.toThrow('the history is closed')
})

it('learns from the engine what was deployed when the first events are gone', async () => {
  const engine = await testEngine()
  await start(engine, { orderId: 'o1' })
  const { startOffset, highWatermark } = engine.events
  expect(startOffset).toBe(0)
  await engine.log.append({ startOffsets: [{ partition: engine.events.number, offset: highWatermark }] }).durable
  const { history } = await historyOf(engine)
  history.startWithEvents(1000, () => engine.core.state)
  const { items } = await history.search('process-definitions', { sort: [{ field: 'processDefinitionId' }] })
  expect(items.map((item) => item['processDefinitionId'])).toEqual(['order', 'ship'])
  const xml = 'SELECT content FROM resources'
  expect((await history.query([{ sql: xml, values: [] }])).rows[0]).toHaveLength(2)
})
