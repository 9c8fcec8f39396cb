import { expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { isLoopback } from './loopback.ts'

it('has the ports of the documentation by default, on loopback', () => {
  expect(readConfig({}, {})).toMatchObject({
    host: '127.0.0.1',
    console: 8080,
    kafka: 9092,
    apps: ['all'],
    clock: 'system',
  })
})

it('takes flags before variables before defaults', () => {
  const environment = { MILLRACE_KAFKA: '1111', MILLRACE_CONSOLE: '2222', MILLRACE_ACCEPT_REPLICATION_FACTOR: 'true' }
  expect(readConfig({ kafka: '3333' }, environment)).toMatchObject({
    kafka: 3333,
    console: 2222,
    acceptReplicationFactor: true,
  })
})

it('splits the names of systems', () => {
  expect(readConfig({ apps: 'store, pizza' }, {}).apps).toEqual(['store', 'pizza'])
})

it('names each wrong setting with its flag and variable', () => {
  const wrong = (): unknown =>
    readConfig({ kafka: '70000', clock: 'sundial', advertise: 'http://x' }, { MILLRACE_CONSOLE: 'web' })
  expect(wrong).toThrow(/--kafka \(MILLRACE_KAFKA\) is 0 to 65535, not "70000"/)
  expect(wrong).toThrow(/--console \(MILLRACE_CONSOLE\)/)
  expect(wrong).toThrow(/--clock \(MILLRACE_CLOCK\) is system or virtual, not "sundial"/)
  expect(wrong).toThrow(/--advertise \(MILLRACE_ADVERTISE\) is host:port/)
})

it('refuses an address beyond loopback unless told otherwise', () => {
  expect(() => readConfig({ host: '0.0.0.0' }, {})).toThrow(/--insecure/)
  expect(readConfig({ host: '0.0.0.0', insecure: true }, {}).host).toBe('0.0.0.0')
})

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.evil.example', false],
])('knows whether %s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
