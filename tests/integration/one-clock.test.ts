import { process } from '@millrace/bpmn'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type Platform, readConfig, startPlatform } from '@millrace/server'
import { type PlainGateway, plainGateway } from '@millrace/zeebe/testing'
import { Kafka, logLevel } from 'kafkajs'
import { afterEach, beforeEach, expect, it } from 'vitest'

let platform: Platform
let gateway: PlainGateway

beforeEach(async () => {
  const free = { kafka: '0', console: '0', zeebe: '0', events: '0', smtp: '0', sql: '0' }
  const config = readConfig({ ...free, clock: 'virtual', data: 'memory', apps: 'none' }, {})
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  platform = await startPlatform(config, { clocks: systemClocks(), random: systemRandom, log: silent, environment: {} })
  gateway = plainGateway(platform.zeebe)
})

afterEach(async () => {
  gateway.close()
  await platform.stop()
})

/** Two timers side by side, the later one drawn first; each notes when it fired. */
const drawn = process('waits')
  .startEvent()
  .parallelGateway('fork')
  .intermediateCatchEvent('late', { timer: { duration: 'PT300S' }, outputs: { late: '=string(now())' } })
  .parallelGateway('join')
  .endEvent()
  .moveTo('fork')
  .intermediateCatchEvent('early', {
    timer: { duration: 'PT100S' },
    outputs: { early: '=string(now())', lateThen: '=late' },
  })
  .connectTo('join')

it('moves process timers and record timestamps together, in due order', async () => {
  const start = platform.clock.now()
  const resources = [{ name: 'waits.bpmn', content: Buffer.from(drawn.toXml()) }]
  expect(await gateway.call('DeployResource', { resources })).toMatchObject({ code: 'OK' })
  const request = { bpmnProcessId: 'waits', version: -1, variables: '{}' }
  const result = gateway.call('CreateProcessInstanceWithResult', { request, requestTimeout: 10_000 })
  const produced: number[] = []
  produced.push(await produceNow())
  const firedAt: number[] = []
  platform.clock.timerAt(start + 200_000, () => firedAt.push(platform.clock.now()))
  const moved = await fetch(`${platform.console}/v2/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ timestamp: start + 300_000 }),
  })
  expect(moved.status).toBe(204)
  produced.push(await produceNow())
  const { messages } = await result
  const { early, late, lateThen } = JSON.parse(String(messages[0]?.['variables'])) as Record<string, string>
  expect([early, late].map((text) => Date.parse(text ?? '') - start)).toEqual([100_000, 300_000])
  expect(lateThen).toBeNull()
  expect(firedAt).toEqual([start + 200_000])
  expect(produced).toEqual([start, start + 300_000])
})

/** Produces a record and gives the timestamp that the log gave it. */
async function produceNow(): Promise<number> {
  const kafka = new Kafka({ brokers: [platform.kafka], logLevel: logLevel.NOTHING })
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId: crypto.randomUUID() })]
  await producer.connect()
  const topic = `t-${platform.clock.now()}`
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
  await producer.send({ topic, messages: [{ value: 'x' }] })
  await producer.disconnect()
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const timestamp = await new Promise<string>((resolve, reject) => {
    consumer.run({ eachMessage: ({ message }) => Promise.resolve(resolve(message.timestamp)) }).catch(reject)
  })
  await consumer.disconnect()
  return Number(timestamp)
}
