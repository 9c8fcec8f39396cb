import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stages } from '../contract/notice.ts'
import { type BusinessRecord, businessTopics } from '../topics.ts'
import { type Outcome, type OutboundState, jobsOf, onEvent, onOutcome } from './message.ts'

const HOUR_MS = 3_600_000
const event = (topic: BusinessRecord['topic']) => ({ topic, key: 'o-1', value: { orderId: 'o-1' } }) as BusinessRecord

it('has one message a stage, whatever is repeated', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...businessTopics.map(({ name }) => name))), (topics) => {
      let state: OutboundState<string> | undefined
      for (const topic of topics) state = onEvent(state, event(topic), 0).next ?? state
      const told = state?.messages.map(({ stage }) => stage) ?? []
      expect(new Set(told).size).toBe(told.length)
    }),
  )
})

it('sends them one after the other', () => {
  let state = onEvent<string>(undefined, event('orders-created'), 5).next
  state = onEvent(state, event('payments-created'), 6).next
  expect(jobsOf(state as OutboundState<string>)).toEqual([{ id: 'orderCreated', at: 5 }])
  state = onOutcome(state, { stage: 'orderCreated', outcome: 'sent', content: 'hello' }, 7).next
  expect(jobsOf(state as OutboundState<string>)).toEqual([{ id: 'paymentCreated', at: 6 }])
})

it('tries on through an hour without a mail server, at least once a minute, and shows why', () => {
  let state = onEvent<string>(undefined, event('orders-created'), 0).next as OutboundState<string>
  let now = 0
  let tries = 0
  while (now < HOUR_MS) {
    const outcome: Outcome<string> = { stage: 'orderCreated', outcome: 'failed', error: 'connection refused' }
    state = onOutcome(state, outcome, now).next as OutboundState<string>
    const [message] = state.messages
    tries++
    expect(message).toMatchObject({ status: 'waiting', attempts: tries, lastError: 'connection refused' })
    expect((message?.nextAt ?? 0) - now).toBeLessThanOrEqual(60_000)
    now = message?.nextAt ?? Infinity
  }
  expect(tries).toBeGreaterThan(60)
  const sent = onOutcome(state, { stage: 'orderCreated', outcome: 'sent' }, now).next as OutboundState<string>
  expect(sent.messages[0]?.status).toBe('sent')
})

it.each(stages)('does not send %s again once it is sent', (stage) => {
  const state: OutboundState<string> = {
    orderId: 'o-1',
    messages: [{ stage, status: 'sent', at: 0, attempts: 1, nextAt: 0 }],
  }
  expect(jobsOf(state)).toEqual([])
  expect(onOutcome(state, { stage, outcome: 'failed', error: 'late' }, 1)).toEqual({})
})
