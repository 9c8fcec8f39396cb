import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
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
    const { status, text } = await call(console + path, method, token, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return JSON.parse(text) as { readonly secret: string }
  }
  return {
    platform,
    console,
    create: async (name, kind, ...scopes) => (await ask('POST', '/v1/keys', { name, kind, scopes })).secret,
    revoke: async (name) => void (await ask('DELETE', `/v1/keys/${name}`)),
    [Symbol.asyncDispose]: () => platform.remove(),
  }
}

/** One request, over TLS too: of whom the certificate is, is not the point here. */
function call(url: string, method: string, bearer: string, body?: object): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${bearer}`, ...(body && { 'content-type': 'application/json' }) }
  const request = url.startsWith('https:') ? https.request : http.request
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, rejectUnauthorized: false, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    asked.on('error', reject)
    asked.end(body && JSON.stringify(body))
  })
}
