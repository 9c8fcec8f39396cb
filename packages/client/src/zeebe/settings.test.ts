import { expect, it } from 'vitest'
import { zeebeSettings } from './settings.ts'

it.each([
  ['engine', 'engine:26500'],
  ['engine:1', 'engine:1'],
  ['http://127.0.0.1:26500', '127.0.0.1:26500'],
  ['[::1]:7', '[::1]:7'],
])('reads the address %s', (address, read) => {
  expect(zeebeSettings({ ZEEBE_ADDRESS: address })).toMatchObject({ address: read, tls: false })
})

it('speaks TLS when there are credentials, unless told otherwise', () => {
  const environment = {
    ZEEBE_ADDRESS: 'a',
    ZEEBE_CLIENT_ID: 'me',
    ZEEBE_CLIENT_SECRET: 'secret',
    ZEEBE_AUTHORIZATION_SERVER_URL: 'https://login/oauth/token',
  }
  expect(zeebeSettings(environment)).toMatchObject({ tls: true, credentials: { clientId: 'me' } })
  expect(zeebeSettings({ ...environment, ZEEBE_SECURE_CONNECTION: 'off' }).tls).toBe(false)
})

it('names each wrong variable, and no value', () => {
  expect(() => zeebeSettings({})).toThrow('ZEEBE_ADDRESS: missing')
  const read = (): unknown => zeebeSettings({ ZEEBE_ADDRESS: 'a', ZEEBE_CLIENT_SECRET: 'hush' })
  expect(read).toThrow('ZEEBE_CLIENT_ID: missing')
  expect(read).not.toThrow('hush')
})
