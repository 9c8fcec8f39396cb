import { Refusal, type StartService } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { runService, type Host } from './run-service.ts'

function host(env: Record<string, string> = {}) {
  const exits: number[] = []
  const printed: string[] = []
  const listeners = new Map<string, (reason?: unknown) => void>()
  const it: Host = {
    env: { LOG_LEVEL: 'silent', ...env },
    exit: (code) => exits.push(code),
    on: (event: string, listener: (reason?: unknown) => void) => listeners.set(event, listener),
    stdout: { write: (text) => printed.push(text) },
  }
  return { it, exits, printed, signal: (name: string) => listeners.get(name)?.() }
}

const service =
  (stop: () => Promise<void> = () => Promise.resolve()): StartService =>
  () =>
    Promise.resolve({ urls: { http: 'http://127.0.0.1:1', admin: 'http://127.0.0.1:2' }, stop })

it('prints one line when the service answers, and ends with 0 after a signal', async () => {
  const { it: process, exits, printed, signal } = host()
  await runService(service(), 'products', process)
  expect(printed).toEqual(['products ready http://127.0.0.1:1 admin http://127.0.0.1:2\n'])
  signal('SIGTERM')
  await expect.poll(() => exits).toEqual([0])
})

it('ends with 2 when the configuration is wrong and with 1 when the start failed', async () => {
  const wrong = host()
  await runService(() => Promise.reject(new Refusal('INVALID_CONFIGURATION', 'wrong')), 'x', wrong.it)
  expect(wrong.exits).toEqual([2])
  const level = host({ LOG_LEVEL: 'loud' })
  await runService(service(), 'x', level.it)
  expect(level.exits).toEqual([2])
  const failed = host()
  await runService(() => Promise.reject(new Error('no')), 'x', failed.it)
  expect(failed.exits).toEqual([1])
})

it('ends at once with the second signal', async () => {
  const { it: process, exits, signal } = host()
  await runService(
    service(() => new Promise(() => undefined)),
    'x',
    process,
  )
  signal('SIGINT')
  expect(exits).toEqual([])
  signal('SIGINT')
  expect(exits).toEqual([3])
})
