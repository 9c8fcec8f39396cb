import { expect, it } from 'vitest'
import { type TestEngine, start, testEngine } from '../../test/engine.ts'
import { readBlock } from '../follow/block.ts'
import { HistoryStore } from '../store/history-store.ts'
import { type ResourceName, resources } from './resources.ts'
import { searchOf } from './search.ts'

async function storeOf(engine: TestEngine) {
  const store = new HistoryStore(undefined)
  const block = await readBlock(engine.events, 0)
  if (block !== undefined) store.apply(block.bytes, block.next)
  return (name: ResourceName, body: unknown) => {
    const search = searchOf(resources[name], body)
    return search.found(store.query(search.rows), store.query(search.count))
  }
}

/** Seven orders, a minute apart; number four is cancelled. */
async function orders() {
  const engine = await testEngine()
  const keys: number[] = []
  for (let n = 0; n < 7; n++) {
    keys.push(await start(engine, { orderId: `order-${n}`, n }))
    await engine.clock.advance(60_000)
  }
  await engine.core.run('cancelProcessInstance', { processInstanceKey: keys[4] ?? 0 })
  const search = await storeOf(engine)
  const found = (filter: object): number[] =>
    search('process-instances', { filter }).items.map((item) => keys.indexOf(Number(item['processInstanceKey'])))
  return { search, found, keys }
}

it('searches instances by state, process, version, time and variables', async () => {
  const { found, keys } = await orders()
  expect(found({ state: 'TERMINATED' })).toEqual([4])
  expect(found({ state: { $neq: 'ACTIVE' }, processDefinitionId: 'order' })).toEqual([4])
  expect(found({ processDefinitionVersion: 2 })).toEqual([])
  expect(found({ processDefinitionId: { $like: 'or*r' }, processDefinitionVersion: { $gte: 1 } })).toHaveLength(7)
  expect(found({ startDate: { $gt: '2026-01-01T00:01:00Z', $lte: '2026-01-01T00:03:00Z' } })).toEqual([2, 3])
  expect(found({ variables: [{ name: 'orderId', value: '"order-3"' }] })).toEqual([3])
  expect(
    found({
      variables: [
        { name: 'n', value: { $in: ['1', '6'] } },
        { name: 'orderId', value: { $like: '*-6"' } },
      ],
    }),
  ).toEqual([6])
  expect(found({ $or: [{ state: 'TERMINATED' }, { variables: [{ name: 'n', value: '0' }] }] })).toEqual([0, 4])
  expect(found({ endDate: { $exists: true } })).toEqual([4])
  expect(found({ processInstanceKey: { $in: [String(keys[1]), String(keys[2])] }, hasIncident: false })).toEqual([1, 2])
  expect(found({ hasIncident: true })).toEqual([])
})

it.each([
  ['the key', []],
  ['its time, the latest first', [{ field: 'startDate', order: 'DESC' }]],
  ['what is missing and equal', [{ field: 'endDate', order: 'ASC' }, { field: 'state' }]],
])('gives every row once, page after page, in the order of %s', async (_, sort) => {
  const { search } = await orders()
  const whole = search('process-instances', { sort }).items
  const seen: unknown[] = []
  let after: string | undefined
  for (let page = 0; page < 4; page++) {
    const found = search('process-instances', { sort, page: { limit: 3, ...(after === undefined ? {} : { after }) } })
    expect(found.page).toMatchObject({ totalItems: 7, hasMoreTotalItems: false })
    seen.push(...found.items)
    after = found.page.endCursor ?? after
  }
  expect(seen).toEqual(whole)
  expect(search('process-instances', { sort, page: { from: 5, limit: 5 } }).items).toEqual(whole.slice(5))
})

it('shows every resource as its fields say, also when nothing is there', async () => {
  const { search } = await orders()
  for (const [name, { fields }] of Object.entries(resources)) {
    for (const field of Object.keys(fields)) search(name as ResourceName, { sort: [{ field, order: 'DESC' }] })
    for (const item of search(name as ResourceName, {}).items) expect(Object.keys(item)).toEqual(Object.keys(fields))
  }
})

it('cuts long values in lists, and says so', async () => {
  const engine = await testEngine()
  await start(engine, { orderId: 'x'.repeat(20_000) })
  const search = await storeOf(engine)
  const [found] = search('variables', { filter: { name: 'orderId' } }).items
  expect([String(found?.['value']).length, found?.['isTruncated']]).toEqual([8191, true])
})

it.each([
  [[], 'the body is an object'],
  [{ where: {} }, 'where is not known: filter, sort, page'],
  [{ filter: { colour: 1 } }, 'filter.colour is not known: processInstanceKey'],
  [{ filter: { toString: 1 } }, 'filter.toString is not known'],
  [{ filter: { processInstanceKey: 'x' } }, 'filter.processInstanceKey is a key: digits, not "x"'],
  [{ filter: { state: { $most: 1 } } }, 'filter.state.$most is not known: $eq'],
  [{ filter: { startDate: 'yesterday' } }, 'filter.startDate is a date and time as'],
  [{ filter: { hasIncident: 'no' } }, 'filter.hasIncident is true or false'],
  [{ filter: { state: { $in: 'ACTIVE' } } }, 'filter.state.$in is a list'],
  [{ filter: { variables: [{ name: 'a', colour: 1 }] } }, 'filter.variables[0].colour is not known'],
  [{ filter: { $or: [] } }, 'filter.$or is a list of 1 to 20'],
  [{ sort: [{ field: 'colour' }] }, 'sort[0].field is one of processInstanceKey'],
  [{ sort: [{ field: 'state', order: 'up' }] }, 'sort[0].order is ASC or DESC'],
  [{ page: { limit: 9999 } }, 'page.limit is at least 1 and is at most 1000'],
  [{ page: { after: 'x' } }, 'page.after is the endCursor of an answer'],
])('refuses %j in words', (body, words) => {
  expect(() => searchOf(resources['process-instances'], body)).toThrow(words)
})
