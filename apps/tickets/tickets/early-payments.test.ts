import { Problem, problem } from '@millrace/client/http'
import { Fault, virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { EarlyPayments } from './early-payments.ts'

const unknown = () => Promise.reject(problem(404, 'Reservation not found', 'none', { code: 'UNKNOWN_RESERVATION' }))

function shop() {
  const clocks = virtualClocks(0)
  const early = new EarlyPayments(clocks)
  const known = new Set<string>()
  const ask = (id: string) =>
    early.begin(id, () => (known.has(id) ? Promise.resolve(`pays ${id}`) : unknown())).catch(inWords)
  /** What a broker hears that asks now and waits for as long as it takes. */
  const delivered = async (id: string) => {
    const answer = ask(id)
    await new Promise(setImmediate)
    await clocks.liveness.advance(2000)
    return answer
  }
  return { clocks, early, known, ask, delivered }
}

function inWords(error: unknown): string {
  if (error instanceof Fault) return error.code
  return error instanceof Problem ? (error.details.code ?? '') : String(error)
}

it('begins a payment that was asked for before its reservation, as soon as that is there', async () => {
  const { early, known, ask } = shop()
  const answers = [ask('r'), ask('r')]
  await new Promise(setImmediate)
  known.add('r')
  early.arrived('r')
  expect(await Promise.all(answers)).toEqual(['pays r', 'pays r'])
})

it('has it sent again while the reservation may still come, for five minutes', async () => {
  const { clocks, known, delivered } = shop()
  expect(await delivered('r')).toBe('TOO_EARLY')
  await clocks.domain.advance(4 * 60_000)
  expect(await delivered('r')).toBe('TOO_EARLY')
  await clocks.domain.advance(60_000)
  expect(await delivered('r')).toBe('UNKNOWN_RESERVATION')
  known.add('r')
  expect(await delivered('r')).toBe('pays r')
})

it('waits for no reservation that was refused, unless it is made after all', async () => {
  const { early, known, ask, delivered } = shop()
  const waiting = ask('r')
  await new Promise(setImmediate)
  early.refused('r')
  expect(await waiting).toBe('UNKNOWN_RESERVATION')
  expect(await ask('r')).toBe('UNKNOWN_RESERVATION')
  known.add('r')
  early.arrived('r')
  expect(await delivered('r')).toBe('pays r')
})

it('keeps a thousand at most, and forgets those that came to nothing', async () => {
  const { clocks, ask, delivered } = shop()
  const all = Array.from({ length: 1000 }, (_, number) => ask(`r${number}`))
  await new Promise(setImmediate)
  expect(await ask('one more')).toBe('UNKNOWN_RESERVATION')
  await clocks.liveness.advance(2000)
  expect(new Set(await Promise.all(all))).toEqual(new Set(['TOO_EARLY']))
  await clocks.domain.advance(5 * 60_000)
  expect(await delivered('one more')).toBe('TOO_EARLY')
})

it('does not wait where something else is wrong', async () => {
  const { early } = shop()
  const wrong = () => Promise.reject(problem(410, 'Hold ended', 'ended', { code: 'HOLD_ENDED' }))
  expect(await early.begin('r', wrong).catch(inWords)).toBe('HOLD_ENDED')
})
