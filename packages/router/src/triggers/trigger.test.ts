import { describe, expect, it } from 'vitest'
import { messageTrigger, renamed, triggersYaml, waitTrigger } from './trigger.ts'

const place = { broker: 'shop/main', routerUrl: 'http://router:8086' }

describe('a trigger for a message', () => {
  it('is named and filtered as the original has it', () => {
    expect(messageTrigger('Tickets.PaymentsAuthorized', place)).toEqual({
      apiVersion: 'eventing.knative.dev/v1',
      kind: 'Trigger',
      metadata: { name: 'router-tickets-paymentsauthorized', namespace: 'shop' },
      spec: {
        broker: 'main',
        filter: { attributes: { type: 'Tickets.PaymentsAuthorized' } },
        subscriber: { uri: 'http://router:8086/message' },
      },
    })
  })
  it.each(['Größe 1', '世界', '-', 'a_b', 'x'.repeat(300), '.a.'])(
    'has a name that Kubernetes takes for %s',
    (type) => {
      const { name } = messageTrigger(type, place).metadata
      expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)
      expect(name.length).toBeLessThanOrEqual(63)
      expect(name).not.toBe(messageTrigger(`${type}!`, place).metadata.name)
    },
  )
  it('gets another name where the first is taken, which fits too', () => {
    const long = waitTrigger('x'.repeat(300), place)
    expect(renamed(long).metadata.name.length).toBeLessThanOrEqual(63)
    expect(renamed(messageTrigger('A.B', place)).metadata.name).not.toBe(
      renamed(messageTrigger('a.b', place)).metadata.name,
    )
  })
})

describe('a trigger for what a job waits for', () => {
  it('passes events of the type that carry the key of a job', () => {
    expect(waitTrigger('Paid', place).spec).toEqual({
      broker: 'main',
      filter: { attributes: { type: 'Paid', jobkey: '' } },
      subscriber: { uri: 'http://router:8086/' },
    })
  })
})

it('writes documents that kubectl takes', () => {
  expect(triggersYaml([messageTrigger('A', place), messageTrigger('B', place)]).match(/^---$/gmu)).toHaveLength(2)
})
