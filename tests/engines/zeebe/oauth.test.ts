import { process } from '@millrace/bpmn'
import { startPlatform } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZBClient } from 'zeebe-node'
import { type SecuredPlatform, securedPlatform } from '../harness/secured.ts'
import { pyzeebeAt } from './python/pyzeebe.ts'

/** Foreign clients with OAuth client credentials. Millrace alone: a real Zeebe asks an identity provider beside it. */
let secured: SecuredPlatform

beforeAll(async () => {
  secured = await securedPlatform()
}, 60_000)
afterAll(() => secured[Symbol.asyncDispose]())

const tokens = (): string => `${secured.console}/oauth/token`

function zeebeNode(clientId: string, clientSecret: string): ZBClient & AsyncDisposable {
  const client = new ZBClient(secured.platform.ready.zeebe, {
    loglevel: 'NONE',
    retry: false,
    useTLS: false,
    oAuth: { url: tokens(), audience: 'zeebe', clientId, clientSecret, cacheOnDisk: false },
  })
  return Object.assign(client, { [Symbol.asyncDispose]: async () => void (await client.close()) })
}

const drawn = process('secured').startEvent().serviceTask('work', { type: 'secured' }).endEvent()

describe('zeebe-node with OAuth', () => {
  it('deploys, starts, works and gets the result', async () => {
    const secret = await secured.create('node', 'client', 'processes:*:*')
    await using client = zeebeNode('node', secret)
    await client.deployResource({ name: 'secured.bpmn', process: Buffer.from(drawn.toXml()) })
    const worker = client.createWorker({ taskType: 'secured', taskHandler: (job) => job.complete({ done: true }) })
    const result = await client.createProcessInstanceWithResult({ bpmnProcessId: 'secured', variables: { a: 1 } })
    expect(result.variables).toEqual({ a: 1, done: true })
    await worker.close()
  })

  it('is refused what its scopes do not say', async () => {
    const secret = await secured.create('looker', 'client', 'processes:other:write', 'processes:*:read')
    await using client = zeebeNode('looker', secret)
    expect(await client.topology()).toMatchObject({ clusterSize: 1 })
    const start = client.createProcessInstance({ bpmnProcessId: 'secured', variables: {} })
    await expect(start).rejects.toThrow(/7 PERMISSION_DENIED: User:looker .* processes:secured:write/)
    const deploy = client.deployResource({ name: 'secured.bpmn', process: Buffer.from(drawn.toXml()) })
    await expect(deploy).rejects.toThrow(/7 PERMISSION_DENIED/)
  })

  it('is let in no more once it is revoked', async () => {
    const secret = await secured.create('leaver', 'client', 'processes:*:read')
    await using client = zeebeNode('leaver', secret)
    await client.topology()
    await secured.revoke('leaver')
    await expect(client.topology()).rejects.toThrow(/16 UNAUTHENTICATED: The token is not known here/)
  })

  it('gets no token for a wrong secret, and nothing without one', async () => {
    await using wrong = zeebeNode('node', 'guessed')
    await expect(wrong.topology()).rejects.toThrow(/401|invalid_client|Unauthorized/)
    const open = new ZBClient(secured.platform.ready.zeebe, { loglevel: 'NONE', retry: false, useTLS: false })
    await expect(open.topology()).rejects.toThrow(/16 UNAUTHENTICATED: Expected bearer token/)
    await open.close()
  })
})

it('lets pyzeebe in with OAuth, within its scopes', async () => {
  const secret = await secured.create('python', 'client', 'processes:*:read')
  // The client wants TLS for the tokens unless it is told that it is on one machine.
  const env = { OAUTHLIB_INSECURE_TRANSPORT: '1' }
  expect(await pyzeebeAt(secured.platform.ready.zeebe, 'oauth', ['python', secret, tokens()], env)).toEqual([
    { topology: 'done' },
    { start: 'UnknownGrpcStatusCodeError' },
  ])
}, 300_000)

it('serves clients that insist on credentials where nobody has to have any', async () => {
  const open = await startPlatform()
  const client = new ZBClient(open.ready.zeebe, {
    loglevel: 'NONE',
    retry: false,
    useTLS: false,
    oAuth: {
      url: `${open.ready.console}/oauth/token`,
      audience: 'zeebe',
      clientId: 'any',
      clientSecret: 'thing',
      cacheOnDisk: false,
    },
  })
  expect(await client.topology()).toMatchObject({ clusterSize: 1 })
  await client.close()
  await open.remove()
}, 60_000)
