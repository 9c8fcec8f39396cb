import { rawTopic } from '@millrace/client'
import { type SqlPage, connectSql } from '@millrace/client/sql'
import { systemClocks } from '@millrace/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Order } from './contract/order.ts'
import { type Hosted, hostShop, pizza } from './testing/hosted.ts'
import { recordsOf } from './testing/records-of.ts'

let shop: Hosted

beforeAll(async () => {
  const settings = { PIZZA_SUBMIT_SQL: 'on', PIZZA_TIME_FACTOR: '0.02' }
  shop = await hostShop(['webapp', 'assemble', 'bake', 'delivery', 'status', 'status-2'], settings, 'system')
}, 60_000)

afterAll(() => shop?.stop())

async function delivered(): Promise<string> {
  const headers = { cookie: await shop.login() }
  const { body } = await shop.ask<Order>('POST', '/api/orders', { body: pizza, headers })
  return (await shop.reached(body.orderId, 999)).orderId
}

async function run(statement: string): Promise<SqlPage> {
  const session = await connectSql(shop.environment, { clocks: systemClocks() }).session('test')
  try {
    return await session.run(statement)
  } finally {
    await session.close()
  }
}

async function jobs(): Promise<string[]> {
  const { columns, rows } = await run('SHOW JOBS')
  const [name, status] = [columns.indexOf('job name'), columns.indexOf('status')]
  return rows.map(({ fields }) => `${String(fields[name])} ${String(fields[status])}`)
}

it('writes pizza-status by the two statements: the order id as raw key, a JSON row as value', async () => {
  const orderId = await delivered()
  const mine = async () => {
    const records = await recordsOf(shop.environment, rawTopic('pizza-status'))
    return records.filter(({ key }) => key?.toString() === orderId)
  }
  await expect.poll(async () => (await mine()).length).toBe(4)
  const rows = (await mine()).map(({ value }) => JSON.parse(String(value)) as Record<string, unknown>)
  expect(rows.map(({ status }) => status)).toEqual([100, 200, 300, 999])
  for (const row of rows) expect(typeof row['timestamp']).toBe('number')
})

it('runs one job, whichever status service starts when, and after the platform was killed', async () => {
  expect(await jobs()).toEqual(['pizza-status RUNNING'])
  await shop.stopOne('status')
  await shop.start('status')
  await delivered()
  await shop.killPlatform()
  await delivered()
  expect(await jobs()).toEqual(['pizza-status RUNNING'])
}, 60_000)
