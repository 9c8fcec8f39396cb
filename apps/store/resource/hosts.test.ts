import { httpServer } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { silentLog } from '../testing/silent.ts'
import { allowedHosts, isAllowedHost, refuseOtherHosts } from './hosts.ts'

it.each([
  ['localhost:9999', true],
  ['127.0.0.1:9999', true],
  ['[::1]:9999', true],
  ['192.168.1.7:9999', true],
  ['LOCALHOST', true],
  ['store.example', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['', false],
  [undefined, false],
])('answers %s on loopback: %s', (host, expected) => {
  const allowed = allowedHosts({ HOST: '127.0.0.1', ALLOWED_HOSTS: 'store.example, other.example' })
  expect(isAllowedHost(allowed, host)).toBe(expected)
})

it('answers to any name when it listens beyond loopback', () => {
  expect(isAllowedHost(allowedHosts({ HOST: '0.0.0.0', ALLOWED_HOSTS: '' }), 'product-service:9995')).toBe(true)
})

it('refuses a page whose name was made to point here', async () => {
  const app = httpServer({ service: 's', ports: { clocks: virtualClocks(0), random: seededRandom(1), log: silentLog } })
  refuseOtherHosts(app, allowedHosts({ HOST: '127.0.0.1', ALLOWED_HOSTS: '' }))
  app.get('/', () => 'here')
  expect((await app.inject({ url: '/', headers: { host: 'evil.example' } })).statusCode).toBe(421)
  expect((await app.inject({ url: '/', headers: { host: 'localhost:1' } })).body).toBe('here')
})
