import { expect, it } from 'vitest'
import { faultOfSignature, signatureHeaders } from './signature.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = Buffer.from('{"test": 2432232314}')
const signed = signatureHeaders(secret, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body })
const NOW = 1_614_265_330_000
const check = (changes: Record<string, string> = {}, bytes = body, now = NOW) => {
  const headers = new Map([...signed, ...Object.entries(changes)])
  return faultOfSignature(secret, { header: (name) => headers.get(name), body: bytes }, now)
}

it('signs as the example of Standard Webhooks', () => {
  expect(signed[2]).toEqual(['webhook-signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='])
})

it('trusts its own signature, among others too', () => {
  expect(check()).toBeUndefined()
  expect(check({ 'webhook-signature': `v1,AAAA ${signed[2]?.[1]}` })).toBeUndefined()
})

it('says why it does not trust another', () => {
  expect(check({}, Buffer.from('{}'))).toMatch(/not that of the secret/)
  expect(check({ 'webhook-id': 'other' })).toMatch(/not that of the secret/)
  expect(check({}, body, NOW + 301_000)).toMatch(/five minutes/)
  expect(check({ 'webhook-timestamp': 'soon' })).toMatch(/seconds/)
  expect(faultOfSignature(secret, { header: () => undefined, body }, NOW)).toMatch(/no signature/)
})
