import { EVENTS_PARTITION } from '@millrace/engine'
import { virtualClocks } from '@millrace/kernel'
import type { Log, LogPartition } from '@millrace/log'
import fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { START, type TestEngine, activate, fail, start, testEngine } from '../../test/engine.ts'
import { History, type HistoryOptions } from '../history.ts'
import { historyRoutes } from './routes.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

async function server(engine: TestEngine, options: Partial<HistoryOptions> = {}) {
  const { log, clocks } = engine
  const ports = { log, clocks, folder: undefined, keepMs: undefined, onPosition: () => undefined, report: silent }
  const history = new History({ ...ports, ...options })
  onTestFinished(() => history.close())
  const http = fastify()
  onTestFinished(() => http.close())
  historyRoutes(http, history)
  return (path: string, payload: object = {}) => http.inject({ method: 'POST', url: `/v2/${path}`, payload })
}

it('counts what runs and what stands still, by version and by element', async () => {
  const engine = await testEngine()
  const post = await server(engine)
  for (const orderId of ['a', 'b', 'c']) await start(engine, { orderId })
  const [job = 0] = await activate(engine, 'charge', 1)
  await fail(engine, job, 0)
  const versions = (await post('process-definitions/statistics/process-instances-by-version')).json()
  expect(versions).toMatchObject({
    items: [
      {
        processDefinitionId: 'order',
        processDefinitionVersion: 1,
        activeInstancesWithIncidentCount: 1,
        activeInstancesWithoutIncidentCount: 2,
      },
      { processDefinitionId: 'ship', activeInstancesWithoutIncidentCount: 0 },
    ],
    page: { totalItems: 2 },
  })
  const key: string = versions.items[0].processDefinitionKey
  const elements = (await post(`process-definitions/${key}/statistics/element-instances`)).json()
  expect(elements.items).toEqual([
    { elementId: 'charge', active: 3, incidents: 1 },
    { elementId: 'charging', active: 3, incidents: 0 },
  ])
  expect((await post('process-definitions/x/statistics/element-instances')).statusCode).toBe(400)
})

it('finds instances by the element at which they stand', async () => {
  const engine = await testEngine()
  const post = await server(engine)
  const key = await start(engine, { orderId: 'a' })
  const at = async (elementId: unknown) =>
    (await post('process-instances/search', { filter: { elementId } }))
      .json()
      .items.map((item: { processInstanceKey: string }) => Number(item.processInstanceKey))
  expect(await at('charge')).toEqual([key])
  expect(await at({ $in: ['charge', 'paid'] })).toEqual([key])
  expect(await at('begun')).toEqual([])
})

it('says how far an answer is behind when the newest events do not come in in time', async () => {
  const engine = await testEngine()
  const { liveness } = virtualClocks(START)
  const { log, hold, release } = heldBack(engine.log)
  const post = await server(engine, { log, clocks: { ...engine.clocks, liveness } })
  onTestFinished(release)
  const search = () => post('process-instances/search')
  expect((await search()).headers).not.toHaveProperty('millrace-events-behind')
  const before = engine.events.highWatermark
  hold()
  await start(engine, { orderId: 'late' })
  const answer = search()
  let answered = false
  void answer.then(() => (answered = true))
  await expect
    .poll(() => {
      liveness.advance(1000)
      return answered
    })
    .toBe(true)
  const { headers, statusCode } = await answer
  expect(statusCode).toBe(200)
  expect(Number(headers['millrace-events-behind'])).toBe(engine.events.highWatermark - before)
})

/** A log whose reads of the engine's events wait while it is held. */
function heldBack(log: Log): { readonly log: Log; hold(): void; release(): void } {
  let held = Promise.withResolvers<void>()
  held.resolve()
  const read = (partition: LogPartition): LogPartition['read'] => {
    return (asked) => held.promise.then(() => partition.read(asked))
  }
  const partition: Log['partition'] = (number) => {
    const found = log.partition(number)
    return found && number === EVENTS_PARTITION ? overridden(found, { read: read(found) }) : found
  }
  const hold = (): void => {
    held = Promise.withResolvers()
  }
  return { log: overridden(log, { partition }), hold, release: () => held.resolve() }
}

function overridden<T extends object>(of: T, by: Partial<T>): T {
  return new Proxy(of, {
    get: (_, name) => {
      if (name in by) return by[name as keyof T]
      const value: unknown = Reflect.get(of, name, of)
      return typeof value === 'function' ? value.bind(of) : value
    },
  })
}
