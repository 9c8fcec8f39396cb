import { Kafka, type SASLOptions, logLevel } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

let secured: Secured
const open: { disconnect(): Promise<void> }[] = []

beforeAll(async () => {
  secured = await securedPlatform()
  const admin = (await as('admin', 'admin')).admin()
  open.push(admin)
  await admin.connect()
  const topics = ['orders.placed', 'orders.paid', 'secrets'].map((topic) => ({ topic, numPartitions: 1 }))
  await admin.createTopics({ topics })
  const producer = (await login('admin')).producer()
  open.push(producer)
  await producer.connect()
  for (const { topic } of topics) await producer.send({ topic, messages: [{ key: 'k', value: `in ${topic}` }] })
}, 30_000)
afterEach(async () => {
  for (const client of open.splice(0)) await client.disconnect()
})
afterAll(() => secured.platform.stop())

const passwords = new Map<string, string>()

/** kafkajs as a user that is made with these scopes. */
async function as(name: string, ...scopes: string[]): Promise<Kafka> {
  passwords.set(name, await secured.create(name, 'user', ...scopes))
  return login(name)
}

function login(name: string): Kafka {
  const sasl: SASLOptions = { mechanism: 'scram-sha-256', username: name, password: passwords.get(name) ?? '' }
  const retry = { retries: 1 }
  return new Kafka({ brokers: [secured.platform.kafka], sasl, ssl: false, logLevel: logLevel.NOTHING, retry })
}

async function connected<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(client: T): Promise<T> {
  open.push(client)
  await client.connect()
  return client
}

describe('a user of Kafka, within the scopes', () => {
  it('hears of the topics and groups that the scopes name', async () => {
    const admin = await connected((await as('looker', 'topics:orders.*:read', 'groups:mine:read')).admin())
    expect((await admin.listTopics()).toSorted()).toEqual(['orders.paid', 'orders.placed'])
    const refused = admin.fetchTopicMetadata({ topics: ['secrets'] })
    await expect(refused).rejects.toMatchObject({ type: 'TOPIC_AUTHORIZATION_FAILED' })
    await expect(admin.fetchTopicOffsets('secrets')).rejects.toMatchObject({ type: 'TOPIC_AUTHORIZATION_FAILED' })
    const other = admin.fetchOffsets({ groupId: 'other', topics: ['orders.paid'] })
    // The client does not pass on why it has found no coordinator.
    await expect(other).rejects.toThrow(/coordinator/)
  })

  it('reads what the scopes let it read, in its groups', async () => {
    const kafka = await as('reader', 'topics:orders.paid:read', 'groups:mine:read')
    const consumer = await connected(kafka.consumer({ groupId: 'mine' }))
    await consumer.subscribe({ topic: 'orders.paid', fromBeginning: true })
    const first = Promise.withResolvers<string>()
    await consumer.run({ eachMessage: async ({ message }) => first.resolve(String(message.value)) })
    expect(await first.promise).toBe('in orders.paid')
    const other = await connected(kafka.consumer({ groupId: 'other' }))
    await other.subscribe({ topic: 'orders.paid' })
    const refused = new Promise<Error>((resolve) => other.on('consumer.crash', ({ payload }) => resolve(payload.error)))
    await other.run({ eachMessage: async () => undefined }).catch(() => undefined)
    expect(await refused).toMatchObject({ message: expect.stringMatching(/group|GROUP/) })
  })

  it('writes where it may, and makes no topic on the way', async () => {
    const producer = await connected((await as('writer', 'topics:orders.paid:write')).producer())
    await producer.send({ topic: 'orders.paid', messages: [{ key: 'k', value: 'v' }] })
    for (const topic of ['orders.placed', 'secrets', 'made-on-the-way']) {
      const refused = producer.send({ topic, messages: [{ key: 'k', value: 'v' }] })
      await expect(refused).rejects.toMatchObject({ cause: { type: 'TOPIC_AUTHORIZATION_FAILED' } })
    }
    const admin = await connected(login('admin').admin())
    expect(await admin.listTopics()).not.toContain('made-on-the-way')
  })

  it('makes, alters and deletes what it may manage', async () => {
    const admin = await connected((await as('manager', 'topics:own.*:manage')).admin())
    expect(await admin.createTopics({ topics: [{ topic: 'own.one', numPartitions: 1 }] })).toBe(true)
    await expect(admin.createTopics({ topics: [{ topic: 'two', numPartitions: 1 }] })).rejects.toThrow(/error|author/i)
    await expect(admin.deleteTopics({ topics: ['secrets'] })).rejects.toMatchObject({
      type: 'TOPIC_AUTHORIZATION_FAILED',
    })
    await admin.deleteTopics({ topics: ['own.one'] })
    await expect(admin.deleteGroups(['mine'])).rejects.toThrow(/coordinator/)
  })

  it('has transactions under the ids of its scopes', async () => {
    const kafka = await as('mover', 'topics:orders.*:write', 'transactions:mover-*:write')
    const producer = await connected(
      kafka.producer({ transactionalId: 'mover-1', maxInFlightRequests: 1, idempotent: true }),
    )
    const transaction = await producer.transaction()
    await transaction.send({ topic: 'orders.paid', messages: [{ key: 'k', value: 'v' }] })
    await transaction.commit()
    const other = kafka.producer({ transactionalId: 'else', maxInFlightRequests: 1, idempotent: true })
    open.push(other)
    await other.connect().catch(() => undefined)
    await expect(other.transaction()).rejects.toThrow(/coordinator/)
  })
})
