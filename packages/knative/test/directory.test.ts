import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTest } from './fixture.ts'
import { TestSubscriber } from './subscriber.ts'

let directory: string
let subscriber: TestSubscriber
let server: Awaited<ReturnType<typeof startTest>> | undefined

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'millrace-triggers-'))
  subscriber = await TestSubscriber.start()
})
afterEach(async () => {
  await server?.stop()
  server = undefined
  await subscriber.stop()
  await rm(directory, { recursive: true })
})

const write = (name: string, text: string) => writeFile(join(directory, name), text)
const start = async () => {
  server = await startTest({ triggers: directory, defaultBroker: false })
  return server
}
const send = (id: string, path = '/shop/orders') =>
  fetch(server?.url + path, {
    method: 'POST',
    headers: { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': 'order.placed' },
  })
const list = async () =>
  (
    (await (await fetch(`${server?.url}/apis/eventing.knative.dev/v1/triggers`)).json()) as {
      items: { metadata: { name: string }; status: { conditions: { status: string }[] } }[]
    }
  ).items.map(({ metadata, status }) => `${metadata.name} ${status.conditions[0]?.status}`)

const YAML = `# Applied on Knative as it stands
apiVersion: v1
kind: Namespace
metadata:
  name: shop
---
apiVersion: eventing.knative.dev/v1
kind: Trigger
metadata:
  name: mail
  namespace: shop
spec:
  broker: orders
  filters:
    - cesql: "type LIKE 'order.%'"
  subscriber:
    ref:
      apiVersion: v1
      kind: Service
      name: mail
    uri: /events
---
apiVersion: eventing.knative.dev/v1
kind: Broker
metadata:
  name: orders
  namespace: shop
  annotations:
    eventing.knative.dev/broker.class: Kafka
spec:
  config:
    apiVersion: v1
    kind: ConfigMap
    name: kafka-broker-config
    namespace: knative-eventing
  delivery:
    retry: 3
    backoffPolicy: linear
    backoffDelay: PT0.1S
`
const addresses = (url: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: millrace-addresses
data:
  shop.mail: ${url}
`

it('reads Brokers and Triggers as they stand, in any order, with references resolved by a ConfigMap', async () => {
  await write('shop.yaml', YAML)
  await write('addresses.yaml', addresses(subscriber.url))
  await start()
  expect(await list()).toEqual(['mail True'])
  expect((await send('1')).status).toBe(202)
  expect(await subscriber.has(1)).toMatchObject([
    { path: '/events', headers: { 'ce-id': '1', 'kn-namespace': 'shop' } },
  ])
})

it('follows the files: what is added, changed and removed', async () => {
  await start()
  expect(await list()).toEqual([])
  await write('shop.yaml', YAML)
  await expect.poll(list).toEqual(['mail False'])
  await write('addresses.yaml', addresses(subscriber.url))
  await expect.poll(list).toEqual(['mail True'])
  await rm(join(directory, 'shop.yaml'))
  await expect.poll(list).toEqual([])
  expect((await send('1')).status).toBe(404)
})

it('keeps what was in force when a file becomes wrong, and says where it is', async () => {
  await write('shop.yaml', YAML)
  await start()
  await write('shop.yaml', YAML.replace("type LIKE 'order.%'", 'type LIKE'))
  await expect
    .poll(() => server?.problems())
    .toMatchObject([expect.stringMatching(/^shop\.yaml: .*line 6.*spec\.filters\[0\]\.cesql/)])
  expect(await list()).toEqual(['mail False'])
  await write('shop.yaml', `${YAML}  bad: [`)
  await expect.poll(() => server?.problems()).toMatchObject([expect.stringMatching(/^shop\.yaml: this is no YAML/)])
})

it('lets nobody change by the API what is in a file', async () => {
  await write('shop.yaml', YAML)
  await start()
  const url = `${server?.url}/apis/eventing.knative.dev/v1/namespaces/shop/triggers/mail`
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(409)
})

it('refuses a directory that is not there', async () => {
  await expect(startTest({ triggers: join(directory, 'none') })).rejects.toThrow(/--triggers .*none/)
})
