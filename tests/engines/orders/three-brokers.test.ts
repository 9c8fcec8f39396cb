import { type RealKafkaCluster, ask, realKafkaCluster } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelFailures, listed, topicFailures } from '../../crash/orders/audit.ts'
import { buy } from '../../crash/orders/buyer.ts'
import { client } from '../kafkajs/client.ts'
import { startOrders } from './system.ts'

const ORDERS = 60
const KILLED_AT = 20
const RUN_MS = 400_000
/** Orders are begun this far apart. */
const EVERY_MS = 200

interface Payment {
  readonly status: string
  readonly attempts: readonly unknown[]
}

/** Three JVMs and the whole system take minutes on two cores. */
describe.skipIf(process.env['THREE_BROKERS'] !== 'on')('the orders system on three brokers (THREE_BROKERS=on)', () => {
  let cluster: RealKafkaCluster

  beforeAll(async () => {
    cluster = await realKafkaCluster({ heap: '256m' })
  }, RUN_MS)

  afterAll(() => cluster?.stop())

  it('loses nothing and doubles nothing when one of them is killed in the middle', { timeout: RUN_MS }, async () => {
    const { urls } = await startOrders({ name: 'kafka', brokers: cluster.brokers }, { REPLICATION_FACTOR: '3' })
    const [victim, ...survivors] = cluster.nodes
    const [{ address = '' } = {}] = survivors
    const led = await leaders(address, 'orders-created')
    expect(led.every(({ copies }) => copies === 3)).toBe(true)
    const orders: Promise<string>[] = []
    for (let number = 0; number < ORDERS; number++) {
      if (number === KILLED_AT) await victim?.kill9()
      orders.push(buy({ urls: urls as Parameters<typeof buy>[0]['urls'] }, number))
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    const ids = new Set(await Promise.all(orders))
    expect(ids.size).toBe(ORDERS)
    const payments = await listed<Payment>(`${urls['payments']}/payments`)
    expect(payments.filter(({ status, attempts }) => status !== 'made' || attempts.length !== 1)).toEqual([])
    expect(await topicFailures(address, ids)).toEqual([])
    expect(await channelFailures(`${urls['email']}/mails`, ids)).toEqual([])
    expect(await channelFailures(`${urls['mobile']}/messages`, ids)).toEqual([])
    const { status } = await ask('GET', `${urls['orders']}/health/ready`)
    expect(status).toBe(200)
    // The one that was killed led some partitions, or this has shown nothing.
    const now = await leaders(address, 'orders-created')
    expect(led.some(({ leader }, partition) => leader !== now[partition]?.leader)).toBe(true)
  })
})

async function leaders(brokers: string, topic: string) {
  const admin = await client({ name: 'kafka', brokers }).admin()
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  const partitions = topics[0]?.partitions ?? []
  return partitions
    .toSorted((a, b) => a.partitionId - b.partitionId)
    .map(({ leader, replicas }) => ({ leader, copies: replicas.length }))
}
