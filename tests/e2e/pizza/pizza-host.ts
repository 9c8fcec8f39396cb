import { startPlatform, type Platform } from '@millrace/testkit'

/** The platform with the pizza shop, as `npm start` runs it, on free ports, its clock standing still until it is moved. */
export interface PizzaHost {
  readonly platform: Platform
  readonly url: string
  readonly statusUrl: string
  /** Moves the clock on, second by second, as the services follow. */
  advance(seconds: number): Promise<void>
}

export async function startPizzaHost(): Promise<PizzaHost> {
  const platform = await startPlatform({
    apps: 'pizza',
    args: ['--app-ports', 'free', '--smtp', '0', '--clock', 'virtual'],
  })
  const { services } = platform.ready as unknown as { services: { pizza: { webapp: string; status: string } } }
  const { webapp: url, status: statusUrl } = services.pizza
  return {
    platform,
    url,
    statusUrl,
    async advance(seconds) {
      for (let second = 0; second < seconds; second++)
        await send(`${platform.ready.console ?? ''}/v1/clock/advance`, { ms: 1000 })
    },
  }
}

/** @throws Error when the service refuses. */
export async function send<T>(url: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
