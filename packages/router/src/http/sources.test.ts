import { type KeyObject, createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto'
import { signatureHeaders } from '@millrace/cloudevents'
import { httpServer } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { faultOfToken } from './json-web-token.ts'
import { takeBytes } from './received.ts'
import { knownSources } from './sources.ts'

const NOW = 1_767_225_600_000
const clocks = virtualClocks(NOW)
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const unsigned = (alg: string, claims: object): string => `${encoded({ alg })}.${encoded(claims)}`
const claims = { exp: NOW / 1000 + 600, aud: 'router' }
const hs256 = (secret: string, given: object = claims, alg = 'HS256'): string => {
  const text = unsigned(alg, given)
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

describe('a JSON Web Token', () => {
  const key = { key: 'a long secret', audience: 'router' }
  it('is good by its secret, until it expires', () => {
    expect(faultOfToken(hs256('a long secret'), key, NOW)).toBeUndefined()
    expect(faultOfToken(hs256('a long secret', { ...claims, aud: ['x', 'router'] }), key, NOW)).toBeUndefined()
    expect(faultOfToken(hs256('a long secret'), key, NOW + 700_000)).toBe('it has expired')
  })
  it.each([
    [hs256('another secret'), 'its signature is not that of the key'],
    [hs256('a long secret', claims, 'none'), 'its signature is not that of the key'],
    [`${unsigned('none', claims)}.`, 'its signature is not that of the key'],
    [hs256('a long secret', { aud: 'router' }), 'it has no exp: it would hold for ever'],
    [hs256('a long secret', { ...claims, nbf: NOW / 1000 + 3600 }), 'it does not hold yet'],
    [hs256('a long secret', { ...claims, aud: 'shop' }), 'it is not for router'],
    ['a.b', 'it is no JWT'],
    ['x.y.z', 'it is no JWT'],
    ['x'.repeat(10_000), 'it is no JWT'],
  ])('is not good as %s: %s', (token, fault) => {
    expect(faultOfToken(token, key, NOW)).toBe(fault)
  })
  it('is checked by a public key with the algorithm of the key alone', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const pem = (pair: { readonly publicKey: KeyObject }): string =>
      pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const text = unsigned('RS256', claims)
    const signed = `${text}.${createSign('sha256').update(text).sign(rsa.privateKey, 'base64url')}`
    expect(faultOfToken(signed, { key: pem(rsa), audience: undefined }, NOW)).toBeUndefined()
    const other = unsigned('ES256', claims)
    const bytes = sign('sha256', Buffer.from(other), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })
    const elliptic = `${other}.${bytes.toString('base64url')}`
    expect(faultOfToken(elliptic, { key: pem(ec), audience: undefined }, NOW)).toBeUndefined()
    expect(faultOfToken(elliptic, { key: pem(rsa), audience: undefined }, NOW)).toContain('signature')
    // The public key is known to all: taken for a secret, it would let anybody in.
    expect(faultOfToken(hs256(pem(rsa)), { key: pem(rsa), audience: undefined }, NOW)).toContain('signature')
  })
})

describe('the sources of the router', () => {
  const ask = async (
    settings: Parameters<typeof knownSources>[1],
    headers: Record<string, string> = {},
    method = 'POST',
  ) => {
    const app = httpServer({ service: 'router', ports: { clocks, random: seededRandom(1), log: silent } })
    takeBytes(app)
    knownSources(app, settings, clocks.domain)
    app.route({ method: ['GET', 'POST'], url: '/', handler: () => ({}) })
    const given = { method: method as 'POST', url: '/', headers: { 'content-type': 'text/plain', ...headers } }
    const answer = await app.inject(method === 'GET' ? given : { ...given, payload: 'body' })
    await app.close()
    return answer
  }
  const signed = (secret: string): Record<string, string> =>
    Object.fromEntries(signatureHeaders(secret, { id: 'm', timestamp: NOW / 1000, body: Buffer.from('body') }))

  it('are everybody where none is configured, and whoever only looks', async () => {
    expect((await ask({})).statusCode).toBe(200)
    expect((await ask({ ROUTER_TOKEN: 'the token' }, {}, 'GET')).statusCode).toBe(200)
  })
  it('are known by a signature, a token or a JWT, whichever is configured', async () => {
    const all = { ROUTER_SIGNING_SECRET: 'whsec_c2VjcmV0', ROUTER_TOKEN: 'the-token', ROUTER_JWT_KEY: 'a long secret' }
    for (const headers of [
      signed('whsec_c2VjcmV0'),
      { authorization: 'Bearer the-token' },
      { 'x-api-key': 'the-token' },
      { authorization: `Bearer ${hs256('a long secret')}` },
    ]) {
      expect((await ask(all, headers)).statusCode).toBe(200)
    }
  })
  it('are refused otherwise, with every reason and no secret', async () => {
    const all = { ROUTER_SIGNING_SECRET: 'whsec_c2VjcmV0', ROUTER_TOKEN: 'the-token', ROUTER_JWT_KEY: 'a long secret' }
    for (const headers of [
      {},
      signed('whsec_b3RoZXI='),
      { authorization: 'Bearer wrong' },
      { 'x-api-key': 'the-token!' },
    ]) {
      const { statusCode, body } = await ask(all, headers)
      expect(statusCode).toBe(401)
      expect(body).toContain('UNKNOWN_SOURCE')
      expect(body).not.toMatch(/whsec_c2V|the-token|a long secret/)
    }
  })
})
