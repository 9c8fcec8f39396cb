import { type RunningService, systemClocks, systemRandom } from '@millrace/kernel'
import { app } from '@millrace/orders'
import { freePorts, startPlatform } from '@millrace/testkit'
import { onTestFinished } from 'vitest'
import type { EngineAddress } from '../harness/on-each-engine.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export const ports = { clocks: systemClocks(), random: systemRandom, log }

/** The orders system on an engine, by configuration alone, and a mail inbox beside it, until the test ends. */
export async function startOrders({ brokers }: EngineAddress, environment: Readonly<Record<string, string>> = {}) {
  const beside = await startPlatform({ args: ['--smtp', '0'] })
  onTestFinished(() => beside.remove())
  const { smtp, console: inbox = '' } = beside.ready
  const names = Object.keys(app.services)
  const free = await freePorts(names.length)
  const urls = Object.fromEntries(names.map((name, at) => [name, `http://127.0.0.1:${free[at] ?? 0}`]))
  const addresses = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`${name.replaceAll('-', '_').toUpperCase()}_URL`, url]),
  )
  const running: RunningService[] = await Promise.all(
    names.map((name, at) => {
      const own = { PORT: String(free[at] ?? 0), KAFKA_BROKERS: brokers, SMTP_URL: smtp, ...environment }
      return (app.services[name] as (typeof app.services)[string]).start({ ...own, ...addresses }, ports)
    }),
  )
  onTestFinished(async () => {
    await Promise.all(running.map((service) => service.stop()))
  })
  return { urls: urls as Readonly<Record<string, string>>, inbox }
}
