import { type Platform, screenshots, startPlatform } from '@millrace/testkit'
import { Kafka, type Message, logLevel } from 'kafkajs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPages } from './build-pages.ts'
import { correlatedMessage } from './console/correlated-message.ts'
import { type OperatorPage, openConsole } from './console/operator-page.ts'
import { type Subscriber, startSubscriber } from './console/subscriber.ts'
import { pageFaults } from './page-faults.ts'

let platform: Platform
let subscriber: Subscriber
let operator: OperatorPage
let page: Page
/** Key of the process instance that the event went on into. */
let instance: string

beforeAll(async () => {
  buildPages('packages/console')
  platform = await startPlatform({ args: ['--events-allow', '127.0.0.0/8'] })
  subscriber = await startSubscriber()
  await subscribe()
  operator = await openConsole(platform)
  page = operator.page
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor()
})

afterAll(async () => {
  await operator?.browser.close()
  await subscriber?.stop()
  await platform?.remove()
  expect(operator?.complaints).toEqual([])
})

/** One trigger whose subscriber says what the router would, one that replies, one whose subscriber refuses, and one that is not for orders. */
async function subscribe(): Promise<void> {
  const { answers } = subscriber
  const { messageKey, processInstanceKey } = await correlatedMessage(platform.ready.zeebe)
  instance = processInstanceKey
  const published = { kind: 'published', messageKey }
  answers.set('/process', { status: 200, headers: { 'millrace-outcome': JSON.stringify(published) } })
  const reply = { 'ce-specversion': '1.0', 'ce-id': 'r-1', 'ce-source': '/invoices', 'ce-type': 'invoice.made' }
  answers.set('/invoices', {
    status: 200,
    headers: { ...reply, 'content-type': 'application/json' },
    body: '{"due":30}',
  })
  answers.set('/mail', { status: 400 })
  const placed = { filter: { attributes: { type: 'order.placed' } } }
  await trigger('process', '/process', placed)
  await trigger('invoices', '/invoices', placed)
  await trigger('mail', '/mail', { ...placed, delivery: { retry: 0 } })
  await trigger('large-orders', '/large', {
    filters: [{ any: [{ prefix: { source: '/wholesale' } }, { cesql: "subject LIKE 'large-%'" }] }],
  })
}

async function trigger(name: string, path: string, spec: object): Promise<void> {
  const answer = await fetch(`${platform.ready.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`, {
    method: 'POST',
    body: JSON.stringify({
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name },
      spec: { broker: 'default', subscriber: { uri: subscriber.url + path }, ...spec },
    }),
  })
  expect(answer.status).toBe(201)
}

const faults = (name: string): Promise<string[]> => pageFaults(page, `console-events-${name}`)
const table = (name: string) => page.getByRole('table', { name })

/** As a view writes one; the value is no UTF-8, so that only its bytes tell that it came over whole. */
const letter = {
  key: 'p-1',
  partition: 0,
  value: Buffer.from([0x7b, 0xff, 0x00]),
  headers: {
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'dead-letter-topic': 'payments',
    'dead-letter-partition': '1',
    'dead-letter-offset': '17',
    'dead-letter-kind': 'poison',
    'dead-letter-reason': 'no JSON at position 1',
    'dead-letter-attempts': '1',
    'dead-letter-by': 'billing',
  },
}

it('lists brokers and triggers with what they take and how they go', async () => {
  await table('Brokers')
    .getByRole('row', { name: /default\/default.*events\.default\.default/ })
    .waitFor()
  await table('Triggers')
    .getByRole('row', { name: /default\/large-orders.*Ready.*any \(source starts with \/wholesale, cesql: subject/ })
    .waitFor()
  expect(await faults('brokers')).toEqual([])
})

it('sends an event by a form that names the attribute which is wrong', async () => {
  await page.getByRole('link', { name: 'default/default' }).click()
  await page.getByText('No events yet').waitFor()
  expect(await faults('none')).toEqual([])
  await page.getByRole('button', { name: 'Send an event' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Source').fill('/shop')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  await expect.poll(() => dialog.getByLabel('Type', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  await dialog.getByLabel('Type', { exact: true }).fill('order.placed')
  await dialog.getByLabel('Id', { exact: true }).fill('o-1')
  await dialog.getByLabel('Subject').fill('order-1')
  await dialog.getByLabel('Data').fill('{"order": 7, "lines": [{"item": "Espresso beans", "quantity": 2}]}')
  await dialog.getByRole('button', { name: 'Add extension' }).click()
  await dialog.getByLabel('Name of extension 1').fill('correlationkey')
  await dialog.getByLabel('Value of extension 1').fill('o-1')
  expect(await faults('send')).toEqual([])
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await table('Events')
    .getByRole('row', { name: /order\.placed.*\/shop.*order-1.*o-1/ })
    .waitFor()
  await table('Events')
    .getByRole('row', { name: /invoice\.made.*\/invoices.*r-1/ })
    .waitFor()
  expect(await faults('list')).toEqual([])
})

it('tells the whole path of an event: who took it, who did not and why, attempts, reply, process instance', async () => {
  await table('Events').getByRole('link', { name: 'order.placed' }).click()
  await page.getByRole('heading', { name: 'Taken by 3 of 4 triggers' }).waitFor()
  const of = (name: string) => page.getByRole('article', { name: `Trigger ${name}` })
  await of('process').getByText('It says: published a message to the engine').waitFor()
  await of('process').getByText('It was correlated to a process instance of payment at paid').waitFor()
  await of('process').getByText(instance).first().waitFor()
  await of('invoices').getByText('invoice.made').waitFor()
  await of('mail').getByText('Dropped').first().waitFor()
  await of('large-orders').getByText('Did not take it').waitFor()
  expect(await of('large-orders').innerText()).toContain('source should begin with “/wholesale”, and is “/shop”')
  expect(await page.getByText('Espresso beans').count()).toBe(1)
  expect(await faults('path')).toEqual([])
  await of('large-orders').scrollIntoViewIfNeeded()
  await screenshots(page, 'console-events-path-triggers')
})

it('shows what did not arrive, and replays it once the subscriber is put right', async () => {
  await page.goto(new URL('/events/dead-letters', page.url()).href)
  const row = table('Dead letters').getByRole('row', { name: /order\.placed.*default\/mail.*Dropped.*400/ })
  await row.waitFor()
  expect(await faults('dead-letters')).toEqual([])
  await row.getByRole('button', { name: /^Replay/ }).click()
  await page.getByText(/Not delivered: 400/).waitFor()
  subscriber.answers.delete('/mail')
  await row.getByRole('button', { name: /^Replay/ }).click()
  await page.getByText('Delivered: 202').waitFor()
  await page.getByRole('heading', { name: 'No dead letters', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Close message' }).first().click()
  expect(await faults('no-dead-letters')).toEqual([])
})

it('shows records that were given up, and writes one again to where it came from', async () => {
  const kafka = new Kafka({ brokers: [platform.ready.kafka], logLevel: logLevel.ERROR })
  const admin = kafka.admin()
  const producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
  await admin.createTopics({ topics: ['payments', 'payments.dlq'].map((topic) => ({ topic, numPartitions: 2 })) })
  await producer.send({ topic: 'payments.dlq', messages: [letter] })
  await page.getByRole('link', { name: 'Dead letters' }).click()
  const row = table('Dead letters of topics').getByRole('row', { name: /payments\.dlq.*p-1.*poison: no JSON.*billing/ })
  await row.waitFor()
  expect(await faults('topic-letters')).toEqual([])
  await row.getByRole('button', { name: /^Replay payments\.dlq/ }).click()
  await page.getByText('Written to payments, partition 1, offset 0').waitFor()
  const consumer = kafka.consumer({ groupId: 'replayed' })
  await consumer.connect()
  await consumer.subscribe({ topic: 'payments', fromBeginning: true })
  const found = await new Promise<Message>((resolve) => {
    void consumer.run({ eachMessage: async ({ message }) => resolve(message) })
  })
  await Promise.all([consumer.disconnect(), admin.disconnect(), producer.disconnect()])
  expect(found.value).toEqual(letter.value)
  expect(Object.keys(found.headers ?? {})).toEqual(['traceparent'])
  await row.getByRole('link', { name: /^payments\.dlq/ }).click()
  await page.getByText('dead-letter-reason').waitFor()
  await page.goBack()
})

it('shows a trigger with its last deliveries', async () => {
  await page.getByRole('link', { name: 'Brokers and triggers' }).click()
  await page.getByRole('link', { name: 'default/mail' }).click()
  await expect.poll(() => table('Last deliveries').getByRole('row').count()).toBe(4)
  expect(await table('Last deliveries').getByRole('row').nth(1).innerText()).toContain('202')
  expect(await faults('trigger')).toEqual([])
})

it('lists types that were seen, each of which leads to its events', async () => {
  await page.goto(new URL('/events/types', page.url()).href)
  await table('Event types')
    .getByRole('row', { name: /invoice\.made.*\/invoices/ })
    .waitFor()
  expect(await faults('types')).toEqual([])
  await table('Event types').getByRole('link', { name: 'invoice.made' }).click()
  await page.getByText('1 event, the newest first').waitFor()
  expect(new URL(page.url()).search).toBe('?type=invoice.made&source=%2Finvoices')
})

it('writes into the audit log what was sent and replayed', async () => {
  await page.getByRole('link', { name: 'Audit' }).click()
  await table('Audit log')
    .getByRole('row', { name: /event\.send.*default\/default.*Done.*order\.placed o-1/ })
    .waitFor()
  expect(await table('Audit log').getByText('event.replay').count()).toBe(2)
})
