import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { seededRandom } from '@millrace/kernel'
import { beforeEach, describe, expect, it } from 'vitest'
import { door, testAuthority } from '../../test/authority.ts'
import type { SaslExchange } from './exchange.ts'
import { saslMechanisms } from './mechanisms.ts'

const PASSWORD = 'correct horse, battery staple'
let { authority, audit } = testAuthority()

beforeEach(async () => {
  ;({ authority, audit } = testAuthority())
  await authority.principals.create({ name: 'alice', kind: 'user', scopes: ['topics:a:read'], password: PASSWORD })
})

const begin = (mechanism: string): SaslExchange => {
  const make = saslMechanisms[mechanism]
  if (make === undefined) throw new Error(`no ${mechanism}`)
  return make(authority, door, seededRandom(3))
}

/** A client of RFC 5802, written from the RFC. */
async function scram(hash: 'sha256' | 'sha512', name: string, password: string, change = (final: string) => final) {
  const exchange = begin(`SCRAM-SHA-${hash.slice(3)}`)
  const bare = `n=${name},r=client-nonce`
  const first = await exchange.step(Buffer.from(`n,,${bare}`))
  if (first.kind !== 'continue') return first
  const [, nonce = '', salt = '', i = ''] = /^r=(.*),s=(.*),i=(\d+)$/.exec(first.answer.toString()) ?? []
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), Number(i), hash === 'sha256' ? 32 : 64, hash)
  const key = createHmac(hash, salted).update('Client Key').digest()
  const without = `c=biws,r=${nonce}`
  const message = `${bare},${first.answer.toString()},${without}`
  const signature = createHmac(hash, createHash(hash).update(key).digest()).update(message).digest()
  const proof = Buffer.from(key.map((byte, at) => byte ^ (signature[at] as number))).toString('base64')
  const last = await exchange.step(Buffer.from(change(`${without},p=${proof}`)))
  const serverKey = createHmac(hash, salted).update('Server Key').digest()
  const expected = `v=${createHmac(hash, serverKey).update(message).digest('base64')}`
  return { ...last, expected }
}

describe.each(['sha256', 'sha512'] as const)('SCRAM with %s', (hash) => {
  it('lets in who knows the password, and proves that it knows it too', async () => {
    const done = await scram(hash, 'alice', PASSWORD)
    expect(done.kind).toBe('done')
    if (done.kind !== 'done' || !('expected' in done)) return
    expect(done.answer.toString()).toBe(done.expected)
    expect(done.access.principal).toBe('User:alice')
    expect(audit.recent(1)).toMatchObject([{ who: 'User:alice', action: 'login', outcome: 'done' }])
  })

  it('fails for a wrong password and for an unknown name in the same words', async () => {
    const wrong = await scram(hash, 'alice', 'incorrect horse')
    const unknown = await scram(hash, 'nobody', PASSWORD)
    expect(wrong).toMatchObject({ kind: 'failed', text: expect.stringMatching(/invalid credentials/) })
    expect(unknown).toMatchObject({ kind: 'failed', text: 'text' in wrong ? wrong.text : '' })
  })

  it('fails when the nonce or the channel binding is another', async () => {
    expect(await scram(hash, 'alice', PASSWORD, (final) => final.replace('r=c', 'r=d'))).toMatchObject({
      kind: 'failed',
    })
    const bound = await scram(hash, 'alice', PASSWORD, (final) => final.replace('biws', 'eSws'))
    expect(bound).toMatchObject({ kind: 'failed' })
  })
})

it.each(['', 'hello', 'p=tls-unique,,n=alice,r=x', 'n,,r=x,n=alice', `n,,n=alice,r=${'x'.repeat(5000)}`])(
  'fails for the first message "%s"',
  async (message) => {
    expect(await begin('SCRAM-SHA-256').step(Buffer.from(message))).toMatchObject({ kind: 'failed' })
  },
)

it('lets in with PLAIN, as oneself', async () => {
  expect(await begin('PLAIN').step(Buffer.from(`\0alice\0${PASSWORD}`))).toMatchObject({ kind: 'done' })
  expect(await begin('PLAIN').step(Buffer.from(`alice\0alice\0${PASSWORD}`))).toMatchObject({ kind: 'done' })
})

it.each(['\0alice\0wrong password', '\0nobody\0wrong password', 'bob\0alice\0x', 'alice', '\0\0', '\0a\0b\0c'])(
  'does not let in with PLAIN %j',
  async (message) => {
    expect(await begin('PLAIN').step(Buffer.from(message))).toMatchObject({ kind: 'failed' })
  },
)

it('does not look at what comes after ten failures of a name from an address', async () => {
  for (let failure = 1; failure <= 10; failure++) authority.refuse('alice', door, 'wrong').catch(() => undefined)
  expect(await begin('PLAIN').step(Buffer.from(`\0alice\0${PASSWORD}`))).toMatchObject({ kind: 'failed' })
  expect(await scram('sha256', 'alice', PASSWORD)).toMatchObject({ kind: 'failed' })
})

it('looks at ten guesses of a name from an address, also when all come at once', async () => {
  const guesses = Array.from({ length: 10 }, (_, index) => `wrong guess ${index}`)
  const outcomes = await Promise.all(
    [...guesses, PASSWORD].map((password) => begin('PLAIN').step(Buffer.from(`\0alice\0${password}`))),
  )
  expect(outcomes.map(({ kind }) => kind)).not.toContain('done')
})

it('lets many in at once with the right password', async () => {
  const message = Buffer.from(`\0alice\0${PASSWORD}`)
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => begin('PLAIN').step(message)))
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['done']))
})

it('writes no secret into the audit', async () => {
  await begin('PLAIN').step(Buffer.from('\0alice\0a guess that may be almost right'))
  expect(JSON.stringify(audit.recent(100))).not.toContain('a guess')
})
