import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir, tempDir } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../packages/server/test/certificates.ts'
import { output } from '../harness/run.ts'
import { type SecuredPlatform, securedPlatform } from '../harness/secured.ts'
import { facts, python } from '../python/python.ts'

/** Foreign clients of Kafka that log in, in plain text and over TLS. Millrace alone: Kafka has users by its own tools. */
const folder = tempDir('logins-')
const { cert, key } = makeCertificate(folder.path)
const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']
const goProgram = join(cacheDir('go'), 'franz-go-logins')
const goFolder = join(dirname(fileURLToPath(import.meta.url)), '../go')

afterAll(() => folder[Symbol.dispose]())

describe.each([
  ['in plain text', [], []],
  ['over TLS', ['--tls-cert', cert, '--tls-key', key], [cert]],
] as const)('logging in %s', (_how, args, trusted) => {
  let secured: SecuredPlatform
  let password = ''

  beforeAll(async () => {
    secured = await securedPlatform(...args)
    password = await secured.create('alice', 'user', 'topics:*:read')
  }, 60_000)
  afterAll(() => secured[Symbol.asyncDispose]())

  const brokers = (): string => secured.platform.ready.kafka

  it('confluent-kafka for Python is let in by each mechanism, and not with a wrong password', async () => {
    const told = await python('login', { name: 'millrace', brokers: brokers() }, 'alice', password, ...trusted)
    expect(told).toEqual(mechanisms.map((mechanism) => ({ mechanism, right: 'in', wrong: 'refused' })))
  }, 300_000)

  it('franz-go is let in by each mechanism, and not with a wrong password', async () => {
    await output({ command: 'go', args: ['build', '-o', goProgram, '.'], cwd: goFolder, timeoutMs: 300_000 })
    const told = await output({ command: goProgram, args: [brokers(), 'login', 'alice', password, ...trusted] })
    expect(facts(told)).toEqual(mechanisms.map((mechanism) => ({ mechanism, in: true, refused: true })))
  }, 300_000)
})
