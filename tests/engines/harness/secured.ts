import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Platform, startPlatform } from '@millrace/testkit'

export interface SecuredPlatform extends AsyncDisposable {
  readonly platform: Platform
  readonly console: string
  /** Makes a user, a client or a key; gives its secret. */
  create(name: string, kind: 'user' | 'client' | 'key', ...scopes: readonly string[]): Promise<string>
  revoke(name: string): Promise<void>
}

/** Millrace as a process of its own that lets nobody in without a key. */
export async function securedPlatform(...args: readonly string[]): Promise<SecuredPlatform> {
  const platform = await startPlatform({ args: ['--auth', ...args] })
  const { console = '' } = platform.ready
  const token = readFileSync(join(platform.dataDir, 'console-token'), 'utf8').trim()
  const ask = async (method: string, path: string, body?: object): Promise<{ readonly secret: string }> => {
    const answer = await fetch(console + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { readonly secret: string }
  }
  return {
    platform,
    console,
    create: async (name, kind, ...scopes) => (await ask('POST', '/v1/keys', { name, kind, scopes })).secret,
    revoke: async (name) => void (await ask('DELETE', `/v1/keys/${name}`)),
    [Symbol.asyncDispose]: () => platform.remove(),
  }
}
