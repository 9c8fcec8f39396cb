import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  type CloudEvent,
  decodeHttp,
  encodeHttpBinary,
  headerPairs,
  newEvent,
  requiredText,
  textOf,
} from '@millrace/cloudevents'
import {
  type Child,
  type Platform,
  freePort,
  repositoryRoot,
  startChild,
  startPlatform,
  tempDir,
  waitFor,
} from '@millrace/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { roundTrip } from '../src/demo/round-trip.ts'

const ORDERS = 40
let platform: Platform
let router: Child
let port: number
const folder = tempDir('router-kill-')

/** Everything that processes told, and an answer to each question. */
const told: CloudEvent[] = []
const subscriber = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    told.push(...decodeHttp({ headers: headerPairs(request.rawHeaders), body: Buffer.concat(chunks) }).events)
    response.writeHead(202).end()
  })
})

beforeAll(async () => {
  platform = await startPlatform({ args: ['--clock', 'virtual'] })
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve))
  port = await freePort()
  router = startRouterProcess()
  await ready()
})
afterAll(async () => {
  await router?.kill9()
  await platform?.remove()
  subscriber.closeAllConnections()
  subscriber.close()
  folder.remove()
})

/** The router alone, as `main.ts` runs it. */
const startRouterProcess = (): Child =>
  startChild({
    command: process.execPath,
    args: [join(repositoryRoot, 'packages/router/src/router.main.ts')],
    env: {
      PORT: String(port),
      ZEEBE_ADDRESS: platform.ready.zeebe,
      EVENTS_URL: platform.ready.events,
      K_SINK: `${platform.ready.events}/default/default`,
      MILLRACE_CLOCK_URL: platform.ready.console,
      DATA_DIR: join(folder.path, 'data'),
    },
    logFile: join(folder.path, 'router.log'),
  })

const url = (path: string): string => `http://127.0.0.1:${port}${path}`
const ready = (): Promise<unknown> =>
  waitFor(async () => (await fetch(url('/health/ready'))).ok, { what: `the router: ${router.tail()}` })

async function post(to: string, body: object): Promise<Response> {
  const answer = await fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok, to).toBe(true)
  return answer
}

async function publish(type: string, data: object, extensions: Record<string, string>): Promise<void> {
  const event = newEvent(
    { specversion: '1.0', source: '/kill', type, datacontenttype: 'application/json', ...extensions } as never,
    Buffer.from(JSON.stringify(data)),
  )
  const { headers, body } = encodeHttpBinary(event)
  const pairs = headers.map(([name, value]): [string, string] => [name, value])
  const sent = await fetch(`${platform.ready.events}/default/default`, {
    method: 'POST',
    headers: pairs,
    body: new Uint8Array(body),
  })
  expect(sent.status).toBe(202)
}

const orderOf = (event: CloudEvent): string => String((JSON.parse(String(event.data)) as { order: string }).order)
const toldOf = (type: string): CloudEvent[] => told.filter((event) => requiredText(event, 'type') === type)

/** Minutes pass: jobs that a dead router had in its hands are given out again, and deliveries that wait are tried. */
const advance = (): Promise<Response> => post(`${platform.ready.console ?? ''}/v1/clock/advance`, { ms: 61_000 })

it(
  'carries every order to its end, none twice, when it is killed in the middle of each step',
  { timeout: 120_000 },
  async () => {
    await post(url('/deploy'), { name: 'Kill.bpmn', workflowDefinition: roundTrip('Kill') })
    const { port: own } = subscriber.address() as AddressInfo
    await post(`${platform.ready.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`, {
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name: 'told' },
      spec: {
        broker: 'default',
        filters: [{ any: ['Kill.PriceAsked', 'Kill.Done'].map((type) => ({ exact: { type } })) }],
        subscriber: { uri: `http://127.0.0.1:${own}` },
      },
    })
    const orders = Array.from({ length: ORDERS }, (_, index) => `o-${index}`)
    const restart = async (): Promise<void> => {
      await router.kill9()
      router = startRouterProcess()
      await ready()
    }
    const until = (type: string): Promise<unknown> =>
      waitFor(
        async () => {
          if (new Set(toldOf(type).map(orderOf)).size === ORDERS) return true
          await advance()
          return false
        },
        { what: `${type} of every order`, timeoutMs: 60_000, everyMs: 300 },
      )
    const step = async (
      type: string,
      data: (order: string) => object,
      keys: (order: string) => Record<string, string>,
    ) => {
      const sending = orders.map((order) => publish(type, data(order), { id: `${type}-${order}`, ...keys(order) }))
      await restart()
      await Promise.all(sending)
    }

    await step(
      'Kill.Placed',
      (order) => ({ order }),
      (order) => ({ correlationkey: order }),
    )
    await until('Kill.PriceAsked')
    const asked = new Map(toldOf('Kill.PriceAsked').map((event) => [orderOf(event), event]))
    const keysOf = (order: string): Record<string, string> =>
      Object.fromEntries(
        ['workflowkey', 'workflowinstancekey', 'jobkey'].map((name) => [
          name,
          textOf(asked.get(order) as CloudEvent, name) ?? '',
        ]),
      )
    await step('Kill.PriceKnown', () => ({ price: 42 }), keysOf)
    await step(
      'Kill.Paid',
      (order) => ({ order, paid: true }),
      () => ({}),
    )
    await until('Kill.Done')
    for (const type of ['Kill.PriceAsked', 'Kill.Done']) {
      // A repeated emission is the same event: one job, one id.
      expect(new Set(toldOf(type).map((event) => requiredText(event, 'id'))).size).toBe(ORDERS)
    }
    for (const event of toldOf('Kill.Done'))
      expect(JSON.parse(String(event.data))).toMatchObject({ price: 42, paid: true })
    const { jobs } = (await (await fetch(url('/jobs'))).json()) as { jobs: unknown[] }
    expect(jobs).toEqual([])
  },
)
