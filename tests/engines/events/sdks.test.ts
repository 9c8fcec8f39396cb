import { type Platform, startPlatform, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unique } from '../harness/on-each-engine.ts'
import { type Receiver, type Sdk, type Wanted, publishWith, receiveWith, sdks } from './sdk.ts'
import { type Heard, type Listener, startListener } from './listener.ts'

let platform: Platform
let listener: Listener

beforeAll(async () => {
  platform = await startPlatform()
  listener = await startListener()
})

afterAll(async () => {
  await listener?.stop()
  await platform?.remove()
})

const sink = (): string => `${platform.ready.events}/default/default`

async function subscribe(type: string, uri: string, spec: object = {}): Promise<void> {
  const answer = await fetch(`${platform.ready.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name: unique('sdk') },
      spec: { broker: 'default', filters: [{ exact: { type } }], subscriber: { uri }, ...spec },
    }),
  })
  expect(answer.status).toBe(201)
}

const DATA = { n: 1.5, text: 'Grüße, 世界 😀', list: [1, null, true] }
const TEXT = 'Größe "100%" 😀'
/** The others write header values as they are, so theirs stay in ASCII (see the last tests). */
const encodes = ({ name }: Sdk): boolean => name === 'python'

const wanted = (mode: Wanted['mode'], type: string, subject: string): Wanted => ({
  mode,
  id: unique(mode),
  type,
  source: '/sdk',
  subject,
  shop: 'nord',
  data: DATA,
})

describe.each(sdks.filter(({ present }) => present()))('the CloudEvents SDK of $name', (sdk) => {
  it('publishes in binary, structured and batched mode', async () => {
    const type = unique('sdk.published')
    await subscribe(type, listener.url)
    const events = [
      wanted('binary', type, encodes(sdk) ? TEXT : 'order 7'),
      wanted('structured', type, TEXT),
      wanted('batch', type, TEXT),
      wanted('batch', type, TEXT),
    ]
    expect(await publishWith(sdk, sink(), events)).toEqual([202, 202, 202])
    const heard = await waitFor(() => listener.of(type).length === events.length && listener.of(type), {
      what: 'the events',
    })
    const byId = (left: { id?: unknown }, right: { id?: unknown }): number =>
      String(left.id).localeCompare(String(right.id))
    const expected = events.map(essence)
    expect(heard.map(essence).toSorted(byId)).toEqual(expected.toSorted(byId))
  })

  it('receives deliveries in binary and structured mode, and replies', async () => {
    let receiver: Receiver | undefined
    try {
      receiver = await receiveWith(sdk)
      const [binary, structured, answered] = [unique('in.binary'), unique('in.structured'), 'sdk.answered']
      await subscribe(binary, receiver.url)
      await subscribe(structured, receiver.url, { delivery: { format: 'json' } })
      await subscribe('sdk.asked', receiver.url)
      await subscribe(answered, listener.url)
      for (const type of [binary, structured, 'sdk.asked']) await publish({ type, id: `${sdk.name}-${type}` })
      const received = await waitFor(() => receiver?.received().length === 3 && receiver.received(), {
        what: 'the deliveries',
      })
      const common = { source: '/orders', shop: 'nord', subject: 'order/7' }
      expect(received).toHaveLength(3)
      for (const [type, mode] of [
        [binary, 'binary'],
        [structured, 'structured'],
        ['sdk.asked', 'binary'],
      ] as const) {
        const one = received.find((event) => event.type === type)
        expect(one).toMatchObject({ ...common, mode, id: `${sdk.name}-${type}` })
        expect(JSON.parse(one?.data ?? '')).toEqual(DATA)
      }
      const reply = `reply-${sdk.name}-sdk.asked`
      const answer = await waitFor(() => listener.of(answered).find(({ id }) => id === reply), { what: 'the reply' })
      expect(answer).toMatchObject({ source: `/sdk/${sdk.name}`, shop: 'nord', data: { answer: 42 } })
    } finally {
      await receiver?.stop()
    }
  })
})

describe.each(sdks.filter((sdk) => !encodes(sdk) && sdk.present()))(
  'the CloudEvents SDK of $name, which writes header values as they are',
  (sdk) => {
    it('is not believed what a percent sign or a byte beyond ASCII means (CloudEvents 37, 43)', async () => {
      const type = unique('sdk.raw')
      if (sdk.name === 'go') expect(await publishWith(sdk, sink(), [wanted('binary', type, 'Größe')])).toEqual([400])
      expect(await publishWith(sdk, sink(), [wanted('binary', type, '100% of it')])).toEqual([400])
    })
  },
)

const essence = ({ id, type, source, subject, shop, data }: Heard | Wanted): Heard => ({
  id,
  type,
  source,
  subject,
  shop,
  data,
})

async function publish(attributes: { readonly type: string; readonly id: string }): Promise<void> {
  const answer = await fetch(sink(), {
    method: 'POST',
    headers: {
      'ce-specversion': '1.0',
      'ce-id': attributes.id,
      'ce-type': attributes.type,
      'ce-source': '/orders',
      'ce-subject': 'order/7',
      'ce-shop': 'nord',
      'content-type': 'application/json',
    },
    body: JSON.stringify(DATA),
  })
  expect(answer.status).toBe(202)
}
