import { startPlatform, type Platform } from '@millrace/testkit'

type Service = 'shop' | 'operator' | 'database' | 'dispatch' | 'workers'

/** The platform with the fulfilment system, as `npm start` runs it, on free ports and with a clock that is moved by hand. */
export interface FulfilmentHost {
  readonly platform: Platform
  readonly urls: Readonly<Record<Service, string>>
  /** Moves the platform's clock. */
  advance(ms: number): Promise<void>
}

export async function startFulfilmentHost(): Promise<FulfilmentHost> {
  const args = ['--app-ports', 'free', '--smtp', '0', '--clock', 'virtual']
  const platform = await startPlatform({ apps: 'fulfilment', args })
  const { services } = platform.ready as unknown as { services: { fulfilment: FulfilmentHost['urls'] } }
  const advance = async (ms: number) => {
    await send(`${platform.ready.console}/v1/clock/advance`, { ms })
  }
  return { platform, urls: services.fulfilment, advance }
}

/** @throws Error when the service refuses. */
export async function send<T>(url: string, body?: object, method = 'POST'): Promise<T | undefined> {
  const answer = await fetch(url, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : ((await answer.json()) as T)
}
