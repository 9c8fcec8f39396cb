import { seededRandom, below } from '@millrace/kernel'
import { Admin, Consumer, Producer } from '@platformatic/kafka'

/** What the pages show: topics of several shapes, groups that are idle, behind and at work. */
export interface Seeded {
  /** The group at work leaves. */
  stop: () => Promise<void>
}

const topics = ['orders', 'payments', 'store-products', 'empty-topic']

export async function seed(kafka: string): Promise<Seeded> {
  const base = { clientId: 'e2e', bootstrapBrokers: [kafka], autocreateTopics: false }
  const admin = new Admin(base)
  const existing = new Set(await admin.listTopics())
  const stale = topics.filter((name) => existing.has(name))
  if (stale.length > 0) await admin.deleteTopics({ topics: stale })
  const groups = [...(await admin.listGroups()).keys()].filter((id) => ['billing', 'fulfilment', 'mailer'].includes(id))
  if (groups.length > 0) await admin.deleteGroups({ groups })
  await admin.createTopics({ topics: ['orders'], partitions: 3, replicas: 1 })
  await admin.createTopics({ topics: ['payments', 'empty-topic'], partitions: 1, replicas: 1 })
  await admin.createTopics({
    topics: ['store-products'],
    partitions: 1,
    replicas: 1,
    configs: [{ name: 'cleanup.policy', value: 'compact' }],
  })
  await produce(base)
  await commit(admin, 'billing', 'orders', [60, 60, 60])
  await commit(admin, 'mailer', 'payments', [50])
  const consumer = new Consumer({ ...base, groupId: 'fulfilment', autocommit: false })
  const stream = await consumer.consume({ topics: ['orders'], mode: 'latest' })
  stream.on('data', () => undefined)
  await admin.close()
  return {
    stop: async () => {
      await stream.close()
      await consumer.close(true)
    },
  }
}

async function commit(admin: Admin, groupId: string, name: string, offsets: readonly number[]): Promise<void> {
  const partitionOffsets = offsets.map((offset, partition) => ({ partition, offset: BigInt(offset) }))
  await admin.alterConsumerGroupOffsets({ groupId, topics: [{ name, partitionOffsets }] })
}

const products = ['Espresso beans', 'Filter papers', 'Hand grinder', 'Milk jug', 'Tamper']

async function produce(base: { clientId: string; bootstrapBrokers: string[] }): Promise<void> {
  const producer = new Producer({ ...base, acks: -1, idempotent: true })
  const random = seededRandom(7)
  const now = Date.now()
  const orders = Array.from({ length: 240 }, (_, index) => ({
    topic: 'orders',
    partition: index % 3,
    key: Buffer.from(`order-${1000 + index}`),
    value: Buffer.from(JSON.stringify(order(index, random))),
    timestamp: BigInt(now - (240 - index) * 15_000),
    headers: new Map([
      [Buffer.from('traceparent'), Buffer.from(`00-${String(index).padStart(32, '4bf92f')}-00f067aa0ba902b7-01`)],
    ]),
  }))
  const payments = Array.from({ length: 50 }, (_, index) => ({
    topic: 'payments',
    key: Buffer.from(`order-${1000 + index}`),
    value: Buffer.from(
      index % 10 === 9 ? [0, 1, 2, 253, 254, 255] : JSON.stringify({ status: 'made', amount: 1000 + index }),
    ),
    timestamp: BigInt(now - (50 - index) * 60_000),
  }))
  const stored = products.map((name, index) => ({
    topic: 'store-products',
    key: Buffer.from(`product-${index}`),
    value: Buffer.from(JSON.stringify({ id: `product-${index}`, name, price: 900 + 250 * index })),
  }))
  for (const messages of [orders, payments, stored]) await producer.send({ messages })
  await producer.close()
}

function order(index: number, random: ReturnType<typeof seededRandom>): object {
  const items = Array.from({ length: 1 + below(random, 3) }, () => ({
    sku: `P-${below(random, 900) + 100}`,
    name: products[below(random, products.length)],
    quantity: 1 + below(random, 4),
  }))
  return {
    eventType: index % 4 === 0 ? 'shipped' : 'created',
    orderId: 1000 + index,
    order: { total: 5 + below(random, 20_000) / 100, currency: 'EUR', items },
    customer: {
      id: `c-${below(random, 500)}`,
      city: ['Graz', 'Lyon', 'Porto', 'Turku'][below(random, 4)],
      newsletter: below(random, 2) === 1,
    },
  }
}
