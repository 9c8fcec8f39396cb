import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Secured, securedPlatform } from '../../../test/secured-platform.ts'
import { runCommandLine } from '../command-line.ts'

let secured: Secured
let printed: string[] = []
let said: string[] = []

beforeAll(async () => {
  secured = await securedPlatform({ auth: false })
}, 30_000)
afterAll(() => secured.platform.stop())
beforeEach(() => {
  printed = []
  said = []
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)))
  vi.spyOn(console, 'error').mockImplementation((text) => void said.push(String(text)))
})
afterEach(() => vi.restoreAllMocks())

const run = (...args: readonly string[]): Promise<number> =>
  runCommandLine(['keys', ...args, '--console', secured.platform.console], { MILLRACE_KEY: secured.token })

it('makes a key, shows its secret once, lists and revokes it', async () => {
  expect(await run('create', 'ci', '--scope', 'topics:orders.*:read,write', 'groups:ci:read')).toBe(0)
  expect(printed).toEqual([expect.stringMatching(/^millrace\.ci\.[0-9a-f]{64}$/)])
  const [secret = ''] = printed
  await run('list')
  expect(printed.join('\n')).toMatch(/ci +key +topics:orders\.\*:read,write groups:ci:read/)
  expect(await run('revoke', 'ci')).toBe(0)
  await run('list', '--json')
  expect(printed.at(-1)).toBe('[]')
  expect(printed.slice(1).join('\n')).not.toContain(secret)
})

it('prints JSON for programs', async () => {
  await run('create', 'alice', '--kind', 'user', '--scope', 'admin', '--json')
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ name: 'alice', kind: 'user', secret: expect.any(String) })
  await run('audit', '--json')
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject([{ action: 'key.create', target: 'alice' }, {}, {}, {}])
})

it('says what is wrong, and ends with 1', async () => {
  expect(await run('create', 'bob')).toBe(1)
  expect(said.join()).toMatch(/say what it may do: --scope/)
  expect(await run('revoke', 'nobody')).toBe(1)
  expect(said.join()).toMatch(/there is no principal "nobody"/)
})
