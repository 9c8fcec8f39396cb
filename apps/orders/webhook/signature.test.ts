import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TOLERANCE_S, sign, verify } from './signature.ts'

const SECRET = 'whsec_test'
const NOW = 1_800_000_000_000
const BODY = '{"id":"evt_1"}'

it('takes what was signed with the secret', () => {
  expect(verify(sign(BODY, SECRET, NOW), BODY, SECRET, NOW)).toEqual({ kind: 'genuine' })
})

it('takes it within 300 s on either side, and no second longer', () => {
  for (const [off, kind] of [
    [TOLERANCE_S, 'genuine'],
    [-TOLERANCE_S, 'genuine'],
    [TOLERANCE_S + 1, 'stale'],
    [-TOLERANCE_S - 1, 'stale'],
  ] as const)
    expect(verify(sign(BODY, SECRET, NOW), BODY, SECRET, NOW + off * 1000).kind).toBe(kind)
})

it('refuses any other body, secret, time or signature', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.nat(1e10), (body, secret, seconds) => {
      const header = sign(BODY, SECRET, NOW)
      if (body !== BODY) expect(verify(header, body, SECRET, NOW).kind).toBe('invalid')
      if (secret !== SECRET) expect(verify(header, BODY, secret, NOW).kind).toBe('invalid')
      const moved = header.replace(/t=\d+/u, `t=${seconds}`)
      if (moved !== header) expect(verify(moved, BODY, SECRET, seconds * 1000).kind).toBe('invalid')
    }),
  )
})

it.each([undefined, '', 't=1', 'v1=00', 't=x,v1=00', 't=1,v1=', 't=1,v1=zz', 'nonsense', 't=1,v0=00'])(
  'refuses the header %j',
  (header) => {
    expect(verify(header, BODY, SECRET, 1000).kind).toBe('invalid')
  },
)

it('takes any of several signatures: secrets can be changed one after the other', () => {
  const [time, v1] = sign(BODY, SECRET, NOW).split(',')
  expect(verify(`${time},v1=${'0'.repeat(64)},${v1}`, BODY, SECRET, NOW).kind).toBe('genuine')
})

it('signs as Stripe documents it', async () => {
  const { createHmac } = await import('node:crypto')
  const mac = createHmac('sha256', SECRET)
    .update(`${NOW / 1000}.${BODY}`)
    .digest('hex')
  expect(sign(BODY, SECRET, NOW)).toBe(`t=${NOW / 1000},v1=${mac}`)
})
