import { createECDH } from 'node:crypto'
import ece from 'http_ece'
import { expect, it } from 'vitest'
import { decryptPush, newSecrets } from '../demo/decrypt-push.ts'
import { encrypted, newEphemeral } from './encrypt.ts'
import { vapidHeader } from './vapid.ts'
import { vapidKey } from './vapid-file.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

/** RFC 8291, appendix A. */
const RFC = {
  text: 'When I grow up, I want to be a watermelon',
  sender: {
    d: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
    point: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  },
  receiver: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  body: 'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
}

it('makes the message of RFC 8291, appendix A', async () => {
  const point = bytes(RFC.sender.point)
  const [x, y] = [point.slice(1, 33), point.slice(33)].map((part) => Buffer.from(part).toString('base64url'))
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const jwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }
  const keys = {
    privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d: RFC.sender.d }, curve, true, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('jwk', jwk, curve, true, []),
  }
  const body = await encrypted(RFC.text, bytes(RFC.receiver), bytes(RFC.auth), { keys, salt: bytes(RFC.salt) })
  expect(Buffer.from(body).toString('base64url')).toBe(RFC.body)
})

it('is read by another implementation, and by the demo’s', async () => {
  const ecdh = createECDH('prime256v1')
  const receiver = new Uint8Array(ecdh.generateKeys())
  const auth = crypto.getRandomValues(new Uint8Array(16))
  const body = await encrypted('Grüße', receiver, auth, await newEphemeral())
  const read = ece.decrypt(Buffer.from(body), { version: 'aes128gcm', privateKey: ecdh, authSecret: Buffer.from(auth) })
  expect(read.toString()).toBe('Grüße')
  const secrets = await newSecrets()
  const second = await encrypted('hello', secrets.publicKey, secrets.auth, await newEphemeral())
  expect(await decryptPush(second, secrets)).toBe('hello')
})

it('refuses what is longer than a push message can be', async () => {
  const { publicKey, auth } = await newSecrets()
  await expect(encrypted('x'.repeat(4000), publicKey, auth, await newEphemeral())).rejects.toThrow(/at most/u)
})

it('is signed for the push service’s origin with the key that browsers know', async () => {
  const key = await vapidKey(undefined, undefined)
  const header = await vapidHeader('https://push.example/abc', 'mailto:a@b.example', key, 1_800_000_000_000)
  const [, head = '', claims = '', signature = '', k = ''] =
    /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/u.exec(header) ?? []
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown
  expect(read(head)).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect(read(claims)).toEqual({ aud: 'https://push.example', exp: 1_800_043_200, sub: 'mailto:a@b.example' })
  const publicKey = await crypto.subtle.importKey('raw', bytes(k), { name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'verify',
  ])
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  expect(await crypto.subtle.verify(algorithm, publicKey, bytes(signature), Buffer.from(`${head}.${claims}`))).toBe(
    true,
  )
})
