import { ask } from '@millrace/testkit'
import { type RunningService, systemClocks, systemRandom } from '@millrace/kernel'
import { services } from '@millrace/store'
import { onTestFinished } from 'vitest'
import type { EngineAddress } from '../harness/on-each-engine.ts'

type ServiceName = keyof typeof services

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export const quietPorts = () => ({ clocks: systemClocks(), random: systemRandom, log })

/** A service of the store on a free port, in this process, until the test ends. */
export async function startService(
  name: ServiceName,
  { brokers }: EngineAddress,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningService & { readonly url: string }> {
  const service = await services[name].start({ KAFKA_BROKERS: brokers, PORT: '0', ...environment }, quietPorts())
  onTestFinished(() => service.stop())
  return { ...service, url: service.urls['http'] ?? '' }
}

/** One instance of each service, the dashboard knowing the others. */
export async function startStore(engine: EngineAddress) {
  const [products, customers, purchases] = await Promise.all([
    startService('products', engine),
    startService('customers', engine),
    startService('purchases', engine),
  ])
  const urls = { PRODUCTS_URL: products.url, CUSTOMERS_URL: customers.url, PURCHASES_URL: purchases.url }
  const dashboard = await startService('dashboard', engine, urls)
  return { products, customers, purchases, dashboard, urls }
}

export interface WithId {
  readonly id: string
}

/** @throws Error when it is not created. */
export async function create(url: string, plural: string, body: object): Promise<WithId> {
  const answer = await ask<WithId>('POST', `${url}/${plural}`, body)
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
