import { systemClocks, systemRandom } from '@millrace/kernel'
import { readConfig } from '../src/config/config.ts'
import type { SettingName } from '../src/config/settings.ts'
import type { Platform } from '../src/platform/platform.ts'
import { startPlatform } from '../src/platform/start.ts'

export interface Secured {
  readonly platform: Platform
  /** The console's token: it may do everything. */
  readonly token: string
  /** Everything that was logged, as text. */
  readonly logged: () => string
  /** One request to a listener, with a bearer or without one. */
  readonly call: (method: string, url: string, bearer?: string, body?: unknown) => Promise<Response>
  /** Makes a principal; gives its secret. */
  readonly create: (name: string, kind: 'user' | 'client' | 'key', ...scopes: string[]) => Promise<string>
}

/** A platform in this process that lets nobody in without a key, on free ports. */
export async function securedPlatform(flags: Partial<Record<SettingName, unknown>> = {}): Promise<Secured> {
  const lines: string[] = []
  const keep = (fields: object, text: string): void => void lines.push(JSON.stringify(fields) + text)
  const log = { debug: keep, info: keep, warn: keep, error: keep }
  const ports = { clocks: systemClocks(), random: systemRandom, log, environment: {} }
  const free = { kafka: 0, console: 0, zeebe: 0, events: 0, sql: 0, smtp: 0 }
  const config = readConfig({ data: 'memory', apps: 'none', auth: true, logLevel: 'silent', ...free, ...flags }, {})
  const platform = await startPlatform(config, ports)
  const token = /token=([0-9a-f]+)$/.exec(platform.consoleLink)?.[1] ?? ''
  const call = (method: string, url: string, bearer?: string, body?: unknown): Promise<Response> =>
    fetch(url, {
      method,
      headers: {
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
  const create: Secured['create'] = async (name, kind, ...scopes) => {
    const answer = await call('POST', `${platform.console}/v1/keys`, token, { name, kind, scopes })
    const { secret } = (await answer.json()) as { readonly secret: string }
    return secret
  }
  return { platform, token, logged: () => lines.join('\n'), call, create }
}

/** An event in structured mode, as the ingress takes it. */
export const EVENT = { specversion: '1.0', id: '1', source: '/test', type: 'tested' }
