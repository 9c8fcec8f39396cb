import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { net } from '../../../packages/sql/test/compare.ts'
import { type SqlEngine, startFlink, startMillrace } from './engines.ts'
import { type GatewayAnswer, GatewaySession } from './gateway.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000

/** Orders of three customers over two hours, one of them late for its window. */
const orders = [
  { id: 1, customer: 'ann', amount: 20.5, at: 1 },
  { id: 2, customer: 'bob', amount: 5, at: 10 },
  { id: 3, customer: 'ann', amount: 7.25, at: 59 },
  { id: 4, customer: 'cid', amount: 100, at: 61 },
  { id: 5, customer: 'bob', amount: 1, at: 75 },
  { id: 6, customer: 'ann', amount: 9, at: 30 },
  { id: 7, customer: 'cid', amount: 3.75, at: 121 },
]
const payments = [
  { orderId: 1, method: 'card' },
  { orderId: 4, method: 'cash' },
  { orderId: 4, method: 'card' },
  { orderId: 99, method: 'card' },
]

const timeText = (minute: number): string =>
  new Date(START + minute * MINUTE).toISOString().slice(0, 19).replace('T', ' ')

let millrace: SqlEngine & { readonly brokers: string }
let flink: SqlEngine

beforeAll(async () => {
  ;[millrace, flink] = await Promise.all([startMillrace(), startFlink()])
  const kafka = new Kafka({ brokers: [millrace.brokers], logLevel: logLevel.ERROR })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: ['orders', 'payments'].map((topic) => ({ topic, numPartitions: 1 })) })
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  const messages = orders.map(({ at, ...order }) => ({ value: JSON.stringify({ ...order, ts: timeText(at) }) }))
  await producer.send({ topic: 'orders', messages })
  await producer.send({ topic: 'payments', messages: payments.map((one) => ({ value: JSON.stringify(one) })) })
  await producer.disconnect()
})

afterAll(async () => {
  await Promise.all([millrace.stop(), flink.stop()])
})

async function answer(engine: SqlEngine, sql: string): Promise<GatewayAnswer> {
  const session = await GatewaySession.open(engine.gateway, {
    'parallelism.default': '1',
    'pipeline.auto-watermark-interval': '0 ms',
    'table.local-time-zone': 'UTC',
  })
  const options = (topic: string): string =>
    `WITH ('connector' = 'kafka', 'topic' = '${topic}', 'properties.bootstrap.servers' = '${millrace.brokers}',
      'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', 'scan.watermark.emit.strategy' = 'on-event', 'format' = 'json')`
  try {
    const ddl = [
      `CREATE TEMPORARY TABLE orders (id INT, customer STRING, amount DECIMAL(10, 2), ts TIMESTAMP(3),
        WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE) ${options('orders')}`,
      `CREATE TEMPORARY TABLE payments (orderId INT, \`method\` STRING) ${options('payments')}`,
    ]
    for (const statement of ddl) expect((await session.run(statement)).error).toBeUndefined()
    return await session.run(sql)
  } finally {
    await session.close()
  }
}

async function both(sql: string): Promise<[ours: GatewayAnswer, theirs: GatewayAnswer]> {
  return [await answer(millrace, sql), await answer(flink, sql)]
}

describe('topics of Millrace read by both gateways', () => {
  it('give the same changelog for a SELECT', async () => {
    const [ours, theirs] = await both(
      'SELECT id, UPPER(customer) AS c, amount * 2 AS twice FROM orders WHERE amount > 5',
    )
    expect(ours).toEqual(theirs)
    expect(ours.rows).toHaveLength(4)
  })

  it('give the same changelog for a GROUP BY', async () => {
    const [ours, theirs] = await both(
      'SELECT customer, COUNT(*) AS n, SUM(amount) AS total FROM orders GROUP BY customer',
    )
    expect(ours).toEqual(theirs)
    expect(ours.rows.filter(([kind]) => kind === '-U')).toHaveLength(4)
  })

  it('give the same windows of an hour, without the row that came late', async () => {
    const [ours, theirs] = await both(`SELECT window_start, window_end, customer, COUNT(*) AS n, SUM(amount) AS total
      FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, customer`)
    expect({ ...ours, rows: net(ours.rows) }).toEqual({ ...theirs, rows: net(theirs.rows) })
    expect(ours.rows).toHaveLength(5)
  })

  it.each(['JOIN', 'LEFT JOIN'])('leave the same rows of a %s', async (join) => {
    const [ours, theirs] = await both(
      `SELECT id, customer, \`method\` FROM orders ${join} payments ON orders.id = payments.orderId`,
    )
    expect({ ...ours, rows: net(ours.rows) }).toEqual({ ...theirs, rows: net(theirs.rows) })
  })
})
