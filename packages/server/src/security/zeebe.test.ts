import { connectZeebe } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Secured, securedPlatform } from '../../test/secured-platform.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
let secured: Secured

beforeAll(async () => {
  secured = await securedPlatform()
}, 30_000)
afterAll(() => secured.platform.stop())

const connect = (clientId: string, secret: string) =>
  connectZeebe(
    {
      ZEEBE_ADDRESS: secured.platform.zeebe,
      ZEEBE_SECURE_CONNECTION: 'false',
      ZEEBE_CLIENT_ID: clientId,
      ZEEBE_CLIENT_SECRET: secret,
      ZEEBE_AUTHORIZATION_SERVER_URL: `${secured.platform.console}/oauth/token`,
    },
    ports,
  )

it('lets a client in with a token, by the settings of every app', async () => {
  const secret = await secured.create('worker', 'client', 'processes:*:*')
  const zeebe = connect('worker', secret)
  expect(await zeebe.topology()).toMatchObject({ gatewayVersion: '8.6.0' })
  await zeebe.close()
})

it('says what scope is missing', async () => {
  const secret = await secured.create('looker', 'client', 'processes:*:read')
  const zeebe = connect('looker', secret)
  const text = expect.stringMatching(/User:looker may not call CreateProcessInstance: .*processes:order:write/)
  const refused = zeebe.createInstance({ processId: 'order', variables: {} })
  await expect(refused).rejects.toMatchObject({ code: 'PERMISSION_DENIED', message: text })
  await zeebe.close()
})

it('answers UNAUTHENTICATED without a token, and to one that ends', async () => {
  const open = connectZeebe({ ZEEBE_ADDRESS: secured.platform.zeebe }, ports)
  await expect(open.topology()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await open.close()
  const secret = await secured.create('leaver', 'client', 'processes:*:read')
  const zeebe = connect('leaver', secret)
  await zeebe.topology()
  await secured.call('DELETE', `${secured.platform.console}/v1/keys/leaver`, secured.token)
  await expect(zeebe.topology()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await zeebe.close()
})

it('gives no token for a wrong secret', async () => {
  const zeebe = connect('worker', 'guessed')
  await expect(zeebe.topology()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await zeebe.close()
})
