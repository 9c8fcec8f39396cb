import { startPlatform, type Platform } from '@millrace/testkit'

type Service = 'web' | 'queue' | 'tickets' | 'payments'

/** The platform with the ticket sale, as `npm start` runs it, on free ports and with a clock that is moved by hand. */
export interface SaleHost {
  readonly platform: Platform
  readonly urls: Readonly<Record<Service, string>>
  /** Moves the platform's clock. */
  advance(ms: number): Promise<void>
}

/** @param env settings of the sale (apps/tickets/settings.ts) */
export async function startSaleHost(env: Readonly<Record<string, string>>): Promise<SaleHost> {
  const args = ['--app-ports', 'free', '--smtp', '0', '--sql', '0', '--clock', 'virtual']
  const platform = await startPlatform({ apps: 'tickets', args, env })
  const { services } = platform.ready as unknown as { services: { tickets: SaleHost['urls'] } }
  const advance = async (ms: number) => {
    await send(`${platform.ready.console}/v1/clock/advance`, { ms })
  }
  return { platform, urls: services.tickets, advance }
}

/** @throws Error when the service refuses. */
export async function send<T>(
  url: string,
  body?: object,
  method = 'POST',
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
