import { newEvent } from '@millrace/cloudevents'
import { describe, expect, it } from 'vitest'
import { readBroker, readTrigger } from '../src/index.ts'

const ports = {
  resolve: ({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }) =>
    name === 'lost' ? undefined : `http://${kind.toLowerCase()}.${namespace}.${name}/base/`,
  secret: (name: string) => (name === 'known' ? 'text' : undefined),
}
const read = (spec: object, annotations: Record<string, string> = {}) =>
  readTrigger(
    {
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name: 'one', namespace: 'shop', annotations },
      spec: { broker: 'orders', subscriber: { uri: 'http://s' }, ...spec },
    },
    ports,
  )
const event = (type: string, more: object = {}) =>
  newEvent({ specversion: '1.0', id: '1', source: '/s', type, ...more })

describe('filters', () => {
  it('apply as `filter` where the list is empty (A37)', () => {
    const { matches } = read({ filters: [], filter: { attributes: { type: 'a' } } })
    expect([matches(event('a')), matches(event('b'))]).toEqual([true, false])
  })
  it('count alone where there are both (A38)', () => {
    const { matches } = read({ filters: [{ exact: { type: 'b' } }], filter: { attributes: { type: 'a' } } })
    expect([matches(event('a')), matches(event('b'))]).toEqual([false, true])
  })
  it('take any attribute, also those of 20 letters (A25)', () => {
    const attributes = { specversion: '', id: '1', aaa: '', c1d2e3: '', abcdefghijklmnopqrst: '' }
    const { matches } = read({ filter: { attributes } })
    expect(matches(event('a', { aaa: 'x', c1d2e3: 'x', abcdefghijklmnopqrst: 'x' }))).toBe(true)
    expect(matches(event('a'))).toBe(false)
  })
  it('find five of six types in any of all dialects (A31)', () => {
    const { matches } = read({
      filters: [
        {
          any: [
            { exact: { type: 'exact.event.type' } },
            { prefix: { type: 'prefix' } },
            { suffix: { type: 'suffix' } },
            { not: { cesql: "type LIKE '%event.type%'" } },
            { cesql: "type = 'cesql.event.type'" },
          ],
        },
      ],
    })
    const types = ['exact.event.type', 'prefix.event.type', 'event.type.suffix', 'not.type.event', 'cesql.event.type']
    expect(types.map((type) => matches(event(type)))).toEqual([true, true, true, true, true])
    expect(matches(event('not.event.type'))).toBe(false)
  })
})

describe('a destination', () => {
  const service = { kind: 'Service', name: 'mail' }
  it('is resolved in the namespace of the trigger, and its uri relative to it (A84, B60)', () => {
    expect(read({ subscriber: { ref: service } }).subscriber).toEqual({ url: 'http://service.shop.mail/base/' })
    expect(read({ subscriber: { ref: service, uri: 'in' } }).subscriber).toEqual({
      url: 'http://service.shop.mail/base/in',
    })
  })
  it('without an address keeps the trigger from being ready, a dead letter sink too (B56-B58)', () => {
    const ref = { kind: 'Service', name: 'lost' }
    const message = 'Service shop/lost has no address: put one into the ConfigMap millrace-addresses'
    expect(read({ subscriber: { ref } }).subscriber).toEqual({ unresolved: message })
    expect(read({ delivery: { deadLetterSink: { ref } } }).subscriber).toEqual({ unresolved: message })
    expect(read({ subscriber: { uri: '/relative' } }).subscriber).toMatchObject({
      unresolved: '"/relative" is no absolute address',
    })
  })
})

describe('the rest of a trigger', () => {
  it('is as usual where it is left out (A72)', () => {
    expect(read({ delivery: {} }).policy).toEqual({
      retries: 10,
      backoff: 'exponential',
      delayMs: 200,
      timeoutMs: 30_000,
      retryAfterMaxMs: 300_000,
      deadLetter: undefined,
      format: undefined,
    })
    expect(read({})).toMatchObject({ policy: undefined, ordered: false, concurrency: 32, dedupe: 0 })
  })
  it('may name a broker of another namespace (A85)', () => {
    const brokerRef = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'there', namespace: 'other' }
    expect(read({ brokerRef })).toMatchObject({ broker: 'there', brokerNamespace: 'other' })
  })
  it('is set by annotations, and a wrong one is named', () => {
    const order = 'kafka.eventing.knative.dev/delivery.order'
    expect(read({}, { [order]: 'ordered', 'events.millrace.dev/signing-secret': 'known' })).toMatchObject({
      ordered: true,
      signingSecret: 'text',
    })
    expect(() => read({}, { [order]: 'chaos' })).toThrow(/delivery\.order is ordered or unordered, not "chaos"/)
    expect(() => read({}, { 'events.millrace.dev/concurrency': '0' })).toThrow(/concurrency is 1 to 1000/)
    expect(() => read({}, { 'events.millrace.dev/signing-secret': 'none' })).toThrow(/there is no secret "none"/)
  })
  it('takes PT0S as a Retry-After that is not looked at (A69)', () => {
    expect(read({ delivery: { retryAfterMax: 'PT0S' } }).policy?.retryAfterMaxMs).toBe(0)
  })
})

it('refuses a Broker of another version, and names the fields that are wrong', () => {
  const metadata = { name: 'UPPER' }
  const document = { apiVersion: 'eventing.knative.dev/v1beta1', kind: 'Broker', metadata, spec: { colour: 'red' } }
  expect(() => readBroker(document, ports.resolve)).toThrow(
    /apiVersion .*metadata\.name is a name of a-z.*spec .*colour/s,
  )
})
