import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Problem } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdmissionClaims } from '../contract/admission.ts'
import { Signer, newSigningKey, publicKeys } from '../queue/signing.ts'
import { Gate } from './gate.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const START = 1_000_000_000_000
const clocks = virtualClocks(START)
const ports = { clocks, random: seededRandom(1), log }
const key = newSigningKey(ports.random, 0)
const rotated = newSigningKey(ports.random, 1)
const stranger = newSigningKey(ports.random, 2)
const sale = { room: 'room-1', keys: [key] }
const spent = new Set<string>()

const queue = createServer((request, response) => {
  const place = { status: 'admitted', token: token(), position: 0 }
  const answers: Record<string, unknown> = {
    '/keys': publicKeys(sale.keys),
    '/sale': { room: sale.room },
    '/ada': place,
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answers[request.url ?? ''] ?? { status: 'waiting' }))
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    queue.listen(0, '127.0.0.1', resolve)
  })
  url = `http://127.0.0.1:${(queue.address() as AddressInfo).port}`
})
afterAll(() => queue.close())

const signer = new Signer()
function token(claims: Partial<AdmissionClaims> = {}, by = key): string {
  const now = START / 1000
  const usual = { iss: 'queue', aud: 'room-1', sub: 'ada', jti: 'j1', num: 1, iat: now, nbf: now, exp: now + 60 }
  return signer.token(by, { ...usual, ...claims })
}
async function outcome(
  given: string | undefined,
  sessionId = 'ada',
  gate = new Gate(url, ports, (jti) => spent.has(jti)),
) {
  try {
    return await gate.admit(sessionId, given)
  } catch (error) {
    return error instanceof Problem ? error.details.code : error
  }
}

describe('the gate of the shop', () => {
  it('lets in whom the queue has admitted, again and again', async () => {
    expect([await outcome(token()), await outcome(token())]).toEqual(['j1', 'j1'])
  })
  it.each([
    ['nothing', () => undefined, 'NOT_ADMITTED'],
    ['no token at all', () => 'x', 'TOKEN_FORGED'],
    ['a token that somebody else signed', () => token({}, stranger), 'TOKEN_FORGED'],
    ['other claims under the signature', () => swapped(), 'TOKEN_FORGED'],
    ['a token without a signature', () => `${token().split('.').slice(0, 2).join('.')}.`, 'TOKEN_FORGED'],
    ['a token that says it needs no key', () => unsigned(), 'TOKEN_FORGED'],
    ['a token of the past', () => token({ exp: START / 1000 }), 'TOKEN_EXPIRED'],
    ['a token of another room', () => token({ aud: 'room-0' }), 'TOKEN_OF_ANOTHER_ROOM'],
    ['a token of another session', () => token({ sub: 'bob' }), 'TOKEN_OF_ANOTHER_SESSION'],
  ])('refuses %s', async (_what, given, expected) => {
    expect(await outcome(given())).toBe(expected)
  })
  it('refuses a token whose tickets were issued', async () => {
    spent.add('j2')
    expect(await outcome(token({ jti: 'j2' }))).toBe('TOKEN_SPENT')
  })
  it('takes tokens of a new key and of the old one, and counts what it refuses', async () => {
    const gate = new Gate(url, ports, () => false)
    sale.keys = [key, rotated]
    expect(await outcome(token({}, rotated), 'ada', gate)).toBe('j1')
    expect(await outcome(token(), 'ada', gate)).toBe('j1')
    await outcome('x', 'ada', gate)
    expect(gate.refused).toEqual({ TOKEN_FORGED: 1 })
  })
  it('asks the queue about a session that came by an event', async () => {
    const gate = new Gate(url, ports, () => false)
    expect(await gate.admitBySession('ada')).toBe('j1')
    await expect(gate.admitBySession('bob')).rejects.toThrow('send the token')
  })
  it('lets nobody in while the queue cannot be asked', async () => {
    await expect(new Gate('http://127.0.0.1:1', ports, () => false).admit('ada', token())).rejects.toThrow(
      'cannot be asked',
    )
  })
})

function swapped(): string {
  const [head = '', , signature = ''] = token().split('.')
  const [, body = ''] = token({ sub: 'mallory' }).split('.')
  return `${head}.${body}.${signature}`
}
function unsigned(): string {
  const head = Buffer.from(JSON.stringify({ alg: 'none', kid: key.kid })).toString('base64url')
  return `${head}.${token().split('.')[1] ?? ''}.`
}
