import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { Kafka, type SASLOptions, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
let secured: Secured
let password = ''

beforeAll(async () => {
  secured = await securedPlatform()
  password = await secured.create('alice', 'user', 'admin')
}, 30_000)
afterAll(() => secured.platform.stop())

const connect = (mechanism: string, username: string, secret: string) =>
  connectKafka(
    {
      KAFKA_BROKERS: secured.platform.kafka,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_MECHANISM: mechanism,
      KAFKA_SASL_USERNAME: username,
      KAFKA_SASL_PASSWORD: secret,
      KAFKA_CONNECT_TIMEOUT_MS: '3000',
    },
    ports,
  )

/** kafkajs, which gives up at once. */
const foreign = (sasl?: SASLOptions): Kafka =>
  new Kafka({
    brokers: [secured.platform.kafka],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    ...(sasl && { sasl, ssl: false }),
  })

describe.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('logging in to Kafka by %s', (mechanism) => {
  const own = mechanism.toLowerCase() as 'plain' | 'scram-sha-256' | 'scram-sha-512'

  it('lets in who knows the password, by the settings of every app', async () => {
    const topic = `as-${own}`
    const client = await connect(mechanism, 'alice', password)
    await client.admin().ensureTopics([{ name: topic, partitions: 1 }])
    await client.producer().send({ topic, key: 'a', value: 'b' })
    await client.close()
  })

  it('fails for a wrong password and an unknown name', async () => {
    for (const [name, secret] of [
      ['alice', `${password}x`],
      ['nobody', password],
    ] as const) {
      const refused = { code: 'SASL_AUTHENTICATION_FAILED', message: expect.not.stringContaining(secret) }
      await expect(connect(mechanism, name, secret)).rejects.toMatchObject(refused)
    }
  })

  it('lets kafkajs in, and not with a wrong password', async () => {
    const admin = foreign({ mechanism: own, username: 'alice', password } as SASLOptions).admin()
    await admin.connect()
    expect(await admin.listTopics()).toContain(`as-${own}`)
    await admin.disconnect()
    const wrong = foreign({ mechanism: own, username: 'alice', password: 'wrong' } as SASLOptions).admin()
    await expect(wrong.connect()).rejects.toThrow(/Authentication failed/)
    await wrong.disconnect()
  })
})

it('answers nothing but ApiVersions to who has not logged in', async () => {
  const admin = foreign().admin()
  await admin.connect()
  await expect(admin.listTopics()).rejects.toThrow(/Closed connection|disconnect/i)
  await admin.disconnect()
  expect(secured.logged()).toMatch(/was asked before the login/)
})

it('does not know a client or a key as a user', async () => {
  const secret = await secured.create('worker', 'client', 'admin')
  const refused = { code: 'SASL_AUTHENTICATION_FAILED' }
  await expect(connect('PLAIN', 'worker', secret)).rejects.toMatchObject(refused)
})

it('ends the connections of who is revoked', async () => {
  const own = await secured.create('leaver', 'user', 'admin')
  const sasl: SASLOptions = { mechanism: 'plain', username: 'leaver', password: own }
  const admin = foreign(sasl).admin()
  await admin.connect()
  await admin.listTopics()
  await secured.call('DELETE', `${secured.platform.console}/v1/keys/leaver`, secured.token)
  await expect(admin.listTopics()).rejects.toThrow(/closed|disconnect/i)
  await admin.disconnect()
})

it('lets the console in as one of the platform itself', async () => {
  const answer = await secured.call('GET', `${secured.platform.console}/api/topics`, secured.token)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('as-plain')
})

it('logs no password', () => {
  expect(secured.logged()).not.toContain(password)
})
