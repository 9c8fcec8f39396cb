import { Problem } from '@millrace/client/http'
import { expect, it } from 'vitest'
import type { Change } from '../ledger/change.ts'
import { type Start, answered, end, expire, start, transferred, tryCard } from './decide.ts'
import { PaymentsModel } from './model.ts'

const GOOD = { number: '4242424242424242' }
const BAD = { number: '4000000000000002' }
const callback = { url: 'http://127.0.0.1:1/', secret: 'whsec_0123456789abcdef' }
const base: Start = { reservationId: 'r', sessionId: 's', amount: 500, method: 'card', expiresAt: 1000, callback }

function till() {
  const model = new PaymentsModel()
  const told: string[] = []
  const done = <A>(change: Change<A>): A => {
    for (const put of change.puts ?? []) model.apply(put)
    told.push(...(change.tell ?? []).map(({ kind, body }) => `${kind} ${(body as { id: string }).id}`))
    return change.answer
  }
  const status = (): string => model.payments.get('r')?.status ?? 'none'
  return { model, told, done, status }
}
const code = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error instanceof Problem ? error.details.code : error
  }
  return 'done'
}

it('answers a card when its time has come, once', () => {
  const { model, told, done, status } = till()
  done(start(model, { ...base, card: GOOD }, 10, 0))
  done(answered(model, 'r', 9))
  expect(status()).toBe('processing')
  done(answered(model, 'r', 10))
  done(answered(model, 'r', 11))
  done(expire(model, 'r', 2000))
  expect([status(), told]).toEqual(['authorized', ['callback r-authorized-1']])
})

it('does not try a card again whose answer was lost, and tries another', () => {
  const { model, done, status } = till()
  const tries = () => model.payments.get('r')?.attempts
  const first = { ...base, card: BAD, attempt: 1 }
  done(start(model, first, 10, 0))
  done(start(model, first, 10, 1))
  done(answered(model, 'r', 10))
  done(start(model, first, 10, 11))
  expect([status(), tries()]).toEqual(['declined', 1])
  done(start(model, { ...base, card: GOOD, attempt: 2 }, 10, 12))
  expect([status(), tries()]).toEqual(['processing', 2])
})

it('is not begun anew by whoever asked for it before the card was declined', () => {
  const { model, done, status } = till()
  const asked = { ...base, attempt: 1 }
  done(start(model, asked, 10, 0))
  done(start(model, { ...asked, card: BAD }, 10, 1))
  done(answered(model, 'r', 11))
  // Late: else the payment would await a card that counts as the next attempt, and the next attempt's card were not tried.
  done(start(model, asked, 10, 12))
  expect(status()).toBe('declined')
  done(start(model, { ...base, attempt: 2 }, 10, 13))
  expect(status()).toBe('awaiting')
})

it('keeps no number of a card', () => {
  const { model, done } = till()
  done(start(model, { ...base, card: GOOD }, 10, 0))
  expect(JSON.stringify([...model.payments])).not.toContain('42424242')
})

it('takes a transfer of the right amount, says so by an event, and takes it once', () => {
  const { model, told, done, status } = till()
  done(start(model, { ...base, method: 'transfer' }, 10, 0))
  expect(code(() => transferred(model, 'r', 1, 5))).toBe('WRONG_AMOUNT')
  done(transferred(model, 'r', 500, 5))
  done(transferred(model, 'r', 500, 6))
  expect([status(), told]).toEqual(['authorized', ['event MoneyTransfer.Accepted/r', 'callback r-authorized-1']])
})

it.each([
  ['a card for a transfer', (model: PaymentsModel) => tryCard(model, 'r', GOOD, 10, 1), 'transfer'],
  ['a refund of what is not paid', (model: PaymentsModel) => end(model, 'r', 'refund'), 'transfer'],
  ['a transfer for a card', (model: PaymentsModel) => transferred(model, 'r', 500, 1), 'card'],
])('refuses %s', (_what, act, method) => {
  const { model, done } = till()
  done(start(model, { ...base, method: method as 'card' | 'transfer' }, 10, 0))
  expect(code(() => act(model))).toBe('WRONG_STATUS')
})

it('ends what nobody pays, and what is cancelled; what is paid can only be refunded', () => {
  const lapsed = till()
  lapsed.done(start(lapsed.model, base, 10, 0))
  lapsed.done(expire(lapsed.model, 'r', 999))
  expect(lapsed.status()).toBe('awaiting')
  lapsed.done(expire(lapsed.model, 'r', 1000))
  expect(lapsed.status()).toBe('expired')
  const paid = till()
  paid.done(start(paid.model, { ...base, card: GOOD }, 0, 0))
  paid.done(answered(paid.model, 'r', 0))
  expect(code(() => end(paid.model, 'r', 'cancel'))).toBe('WRONG_STATUS')
  paid.done(end(paid.model, 'r', 'refund'))
  expect(paid.status()).toBe('refunded')
  expect(code(() => start(paid.model, { ...base, amount: 1 }, 10, 1))).toBe('PAYMENT_DIFFERS')
  expect(code(() => end(paid.model, 'unknown', 'cancel'))).toBe('UNKNOWN_PAYMENT')
})
