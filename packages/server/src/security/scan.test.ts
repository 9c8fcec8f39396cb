import { once } from 'node:events'
import { connect } from 'node:net'
import { handlers } from '@millrace/kafka'
import { callNames, plainGateway } from '@millrace/zeebe/testing'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

/** A scan of every listener by somebody who has nothing: nothing is read, nothing is written. HTTP: security.test.ts. */
let secured: Secured

beforeAll(async () => {
  secured = await securedPlatform()
}, 30_000)
afterAll(() => secured.platform.stop())

it.each(handlers.map(({ name, key, versions }) => [name, key, versions[1]] as const))(
  'Kafka gives %s no answer but the way to log in',
  async (name, key, version) => {
    const answer = await rawAnswer(secured.platform.kafka, kafkaFrame(key, version))
    const isOpen = ['ApiVersions', 'SaslHandshake', 'SaslAuthenticate'].includes(name)
    if (!isOpen) expect(answer.length).toBe(0)
    // Names of API keys and mechanisms at the most.
    else expect(answer.length).toBeLessThan(1000)
  },
)

it('Zeebe answers UNAUTHENTICATED to every call, and a probe of its health', async () => {
  const gateway = plainGateway(secured.platform.zeebe)
  for (const name of callNames) {
    const { code, messages } = await gateway.call(name, {})
    expect([name, code, messages]).toEqual([name, 'UNAUTHENTICATED', []])
  }
  gateway.close()
})

it('the inbox takes no mail, and none with a wrong password', async () => {
  const { hostname: host, port } = new URL(secured.platform.smtp)
  const mail = { from: 'a@b.example', to: 'c@d.example', subject: 's', text: 't' }
  const open = createTransport({ host, port: Number(port), ignoreTLS: true })
  await expect(open.sendMail(mail)).rejects.toMatchObject({ responseCode: 530 })
  const auth = { user: 'platform.user', pass: 'guess' }
  const wrong = createTransport({ host, port: Number(port), ignoreTLS: true, auth })
  await expect(wrong.sendMail(mail)).rejects.toMatchObject({ responseCode: 535 })
  const inbox = await secured.call('GET', `${secured.platform.console}/v1/inbox`, secured.token)
  expect(await inbox.json()).toEqual({ items: [] })
})

/** A request with a body of zeros: what it asks for does not come to matter. */
function kafkaFrame(key: number, version: number): Buffer {
  const frame = Buffer.alloc(64)
  frame.writeInt32BE(60)
  frame.writeInt16BE(key, 4)
  frame.writeInt16BE(version, 6)
  frame.writeInt16BE(-1, 12)
  return frame
}

async function rawAnswer(address: string, bytes: Buffer): Promise<Buffer> {
  const [host = '', port = ''] = address.split(':')
  const socket = connect(Number(port), host)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    socket.end()
  })
  socket.on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks)
}
