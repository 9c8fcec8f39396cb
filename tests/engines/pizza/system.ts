import { type RunningService, systemClocks, systemRandom } from '@millrace/kernel'
import { app } from '@millrace/pizza'
import { standInForSql } from '@millrace/pizza/testing'
import { freePorts } from '@millrace/testkit'
import { onTestFinished } from 'vitest'
import type { EngineAddress } from '../harness/on-each-engine.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export const ports = { clocks: systemClocks(), random: systemRandom, log }

/** Real time, but a tenth of it; stuck after three seconds. */
const HURRY = { PIZZA_TIME_FACTOR: '0.1', PIZZA_STUCK_AFTER_MS: '3000', PIZZA_WATCHDOG_EVERY_MS: '300' }

/**
 * The pizza shop on an engine, by configuration alone, until the test ends; gives the URLs of its services. What the SQL
 * statements do is done by a stand-in, unless the settings name a gateway.
 */
export async function startPizza(
  { brokers }: EngineAddress,
  settings: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const names = Object.keys(app.services)
  const free = await freePorts(names.length)
  const environment = { KAFKA_BROKERS: brokers, PIZZA_SUBMIT_SQL: 'off', ...HURRY, ...settings }
  const start = (name: string): Promise<RunningService> => {
    const own = { PORT: String(free[names.indexOf(name)] ?? 0) }
    return (app.services[name] as (typeof app.services)[string]).start({ ...environment, ...own }, ports)
  }
  // The first one makes the topics, which the stand-in reads.
  const running = [await start('webapp')]
  onTestFinished(async () => {
    await Promise.all(running.map((service) => service.stop()))
  })
  if (environment.PIZZA_SUBMIT_SQL === 'off') {
    const sql = await standInForSql(environment, ports)
    onTestFinished(() => sql.stop())
  }
  running.push(...(await Promise.all(names.filter((name) => name !== 'webapp').map(start))))
  return Object.fromEntries(names.map((name, at) => [name, `http://127.0.0.1:${free[at] ?? 0}`]))
}
