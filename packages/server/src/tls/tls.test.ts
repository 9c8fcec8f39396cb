import { writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import { connectKafka } from '@millrace/client'
import { connectZeebe } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type TempDir, tempDir, waitFor } from '@millrace/testkit'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestCertificate, makeCertificate, secureCall } from '../../test/certificates.ts'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'
import { readConfig } from '../config/config.ts'
import { Certificate } from './certificate.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
let folder: TempDir
let certificate: TestCertificate
let secured: Secured

beforeAll(async () => {
  folder = tempDir('tls-')
  certificate = makeCertificate(folder.path)
  secured = await securedPlatform({ tlsCert: certificate.cert, tlsKey: certificate.key })
}, 30_000)
afterAll(async () => {
  await secured.platform.stop()
  folder[Symbol.dispose]()
})

/** Makes a principal over TLS. */
async function create(name: string, kind: string, scope: string): Promise<string> {
  const body = JSON.stringify({ name, kind, scopes: [scope] })
  const options = { ca: certificate.pem(), bearer: secured.token, method: 'POST', body }
  const { text } = await secureCall(`${secured.platform.console}/v1/keys`, options)
  return (JSON.parse(text) as { readonly secret: string }).secret
}

describe('with a certificate, every listener speaks TLS', () => {
  it('HTTP: SQL, events, console', async () => {
    const { platform, token } = secured
    const ca = certificate.pem()
    const urls = [`${platform.sql}/v3/info`, `${platform.console}/metrics`, `${platform.console}/api/overview`]
    const api = `${platform.events}/apis/eventing.knative.dev/v1/namespaces/default/brokers`
    for (const url of [...urls, api]) {
      expect(url).toMatch(/^https:/)
      expect([url, (await secureCall(url, { ca })).status]).toEqual([url, 401])
      expect([url, (await secureCall(url, { ca, bearer: token })).status]).toEqual([url, 200])
    }
  })

  it('Kafka, by SASL_SSL: the client of every app, and kafkajs', async () => {
    const password = await create('alice', 'user', 'admin')
    const client = await connectKafka(
      {
        KAFKA_BROKERS: secured.platform.kafka,
        KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
        KAFKA_SASL_MECHANISM: 'PLAIN',
        KAFKA_SASL_USERNAME: 'alice',
        KAFKA_SASL_PASSWORD: password,
        KAFKA_SSL_CA: certificate.cert,
      },
      ports,
    )
    await client.admin().ensureTopics([{ name: 'sealed', partitions: 1 }])
    await client.producer().send({ topic: 'sealed', key: 'a', value: 'b' })
    await client.close()
    const kafka = new Kafka({
      brokers: [secured.platform.kafka],
      ssl: { ca: certificate.pem(), servername: 'localhost' },
      sasl: { mechanism: 'scram-sha-512', username: 'alice', password },
      logLevel: logLevel.NOTHING,
    })
    const admin = kafka.admin()
    await admin.connect()
    expect(await admin.fetchTopicOffsets('sealed')).toMatchObject([{ high: '1' }])
    await admin.disconnect()
  })

  it('Zeebe, with a token that is given over TLS too', async () => {
    const secret = await create('worker', 'client', 'processes:*:*')
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: 'worker', client_secret: secret })
    const tokens = `${secured.platform.console}/oauth/token`
    const { status, text } = await secureCall(tokens, { ca: certificate.pem(), method: 'POST', body })
    expect([status, JSON.parse(text)]).toMatchObject([200, { token_type: 'Bearer' }])
    const zeebe = connectZeebe(
      {
        // gRPC for Node sends the name along, which TLS has for hosts only.
        ZEEBE_ADDRESS: secured.platform.zeebe.replace('127.0.0.1', 'localhost'),
        ZEEBE_SECURE_CONNECTION: 'true',
        ZEEBE_CA_CERTIFICATE: certificate.pem(),
      },
      ports,
    )
    await expect(zeebe.topology()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await zeebe.close()
  })

  it('and nothing else: who does not speak TLS is told nothing, who does not trust it goes away', async () => {
    const { kafka, console, sql } = secured.platform
    for (const address of [kafka, new URL(console).host, new URL(sql).host]) {
      expect(await answerToPlainText(address)).toBe('')
    }
    using other = tempDir('tls-')
    const strange = makeCertificate(other.path).pem()
    await expect(secureCall(`${sql}/v3/info`, { ca: strange })).rejects.toThrow(/self-signed|signature|verify/)
  })

  it('takes a certificate that changes without a restart, and keeps it when the next is wrong', async () => {
    const url = `${secured.platform.console}/health/live`
    const before = await secureCall(url, { ca: certificate.pem() })
    makeCertificate(folder.path, 2)
    process.emit('SIGHUP', 'SIGHUP')
    const after = await secureCall(url, { ca: certificate.pem() })
    expect(after.serial).not.toBe(before.serial)
    const ca = certificate.pem()
    writeFileSync(certificate.cert, 'no certificate')
    process.emit('SIGHUP', 'SIGHUP')
    expect((await secureCall(url, { ca })).serial).toBe(after.serial)
    expect(secured.logged()).toMatch(/the certificate was not taken/)
  })
})

it('sees by itself that the files have changed', async () => {
  using place = tempDir('tls-')
  const files = makeCertificate(place.path)
  const watched = new Certificate(files, silent)
  let changes = 0
  watched.onChange(() => changes++)
  makeCertificate(place.path, 2)
  await waitFor(() => changes > 0, { what: 'a change' })
  expect(watched.names).toEqual(['localhost', '127.0.0.1'])
  watched.stop()
}, 20_000)

describe('a certificate that is wrong', () => {
  it('refuses the start, and says which file and why', () => {
    using place = tempDir('tls-')
    const { cert, key } = makeCertificate(place.path)
    const text = join(place.path, 'text')
    writeFileSync(text, 'secret text')
    const other = makeCertificate(tempDir('tls-').path)
    const start = (certFile: string, keyFile: string) => (): Certificate =>
      new Certificate({ cert: certFile, key: keyFile }, silent)
    expect(start(join(place.path, 'nothing'), key)).toThrow(/--tls-cert cannot be read: ENOENT/)
    expect(start(cert, text)).toThrow(/--tls-key .* is no PEM file/)
    expect(start(cert, other.key)).toThrow(/are no pair of certificate and key/)
  })

  it('is asked for beyond loopback, and brings authentication with it', () => {
    expect(() => readConfig({ host: '0.0.0.0' }, {})).toThrow(/--tls-cert and --tls-key.*--insecure/)
    expect(() => readConfig({ host: '0.0.0.0', auth: true }, {})).toThrow(/give a certificate/)
    expect(() => readConfig({ tlsCert: 'a' }, {})).toThrow(/given together/)
    expect(readConfig({ host: '0.0.0.0', tlsCert: 'a', tlsKey: 'b' }, {})).toMatchObject({ auth: true })
    expect(readConfig({ host: '0.0.0.0', insecure: true }, {})).toMatchObject({ auth: false })
  })
})

/** What comes back from a listener that is spoken to without TLS, within a moment. */
function answerToPlainText(address: string): Promise<string> {
  const [host = '', port = ''] = address.split(':')
  return new Promise((resolve) => {
    const socket = connectSocket(Number(port), host)
    let text = ''
    socket.on('data', (chunk) => {
      // A TLS alert is no answer.
      if (chunk[0] !== 21) text += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(text))
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  })
}
