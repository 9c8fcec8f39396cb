import { platformClock } from '@millrace/client'
import { type Environment, type RunningService, type StartService, systemRandom } from '@millrace/kernel'
import { startDelivery } from '../delivery/service.ts'
import { startEmail } from '../email/service.ts'
import { startLogging } from '../logging/service.ts'
import { startMobile } from '../mobile/service.ts'
import { startNotifications } from '../notifications/service.ts'
import { startOrders } from '../orders/service.ts'
import { startPayments } from '../payments/service.ts'

const STARTS = {
  payments: startPayments,
  'payments-2': startPayments,
  orders: startOrders,
  'orders-2': startOrders,
  delivery: startDelivery,
  notifications: startNotifications,
  logging: startLogging,
  mobile: startMobile,
  email: startEmail,
} as const satisfies Record<string, StartService>

export type Name = keyof typeof STARTS

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface System {
  readonly urls: Readonly<Record<Name, string>>
  stop(): Promise<void>
}

/** All services in this process, on the ports that are given. */
export async function startSystem(environment: Environment, ports: Readonly<Record<Name, number>>): Promise<System> {
  const urls = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
  ) as Record<Name, string>
  const addresses = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`${name.replaceAll('-', '_').toUpperCase()}_URL`, url]),
  )
  const running: RunningService[] = []
  const closing: (() => void)[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()))
    for (const close of closing) close()
  }
  try {
    await Promise.all(
      Object.entries(STARTS).map(async ([name, start]) => {
        const clocks = await platformClock(environment)
        closing.push(() => clocks.close())
        const own = { PORT: String(ports[name as Name]), INSTANCE_ID: `${name}-test` }
        running.push(await start({ ...environment, ...addresses, ...own }, { clocks, random: systemRandom, log }))
      }),
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { urls, stop }
}

export const systemNames = Object.keys(STARTS) as readonly Name[]
