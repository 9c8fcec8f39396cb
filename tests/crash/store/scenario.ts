import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { freePorts, startPlatform, tempDir } from '@millrace/testkit'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { Books, KINDS, differences, type StoredEntity } from './books.ts'
import { dashboardDifferences, recomputed } from './recomputed.ts'
import { SERVICES, StoreService } from './service.ts'
import { Shopper } from './shopper.ts'

const SHOPPERS = 4
const SHORTEST_LIFE_MS = 100
const LIFE_MS = 700

/**
 * Each service of the store is killed in turn under writes. In the end each service, and the topics read by somebody else,
 * hold exactly what was acknowledged, and the dashboard's totals are those recomputed from the topics.
 */
export async function storeScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  using folder = tempDir('store-')
  const platform = await startPlatform()
  const brokers = platform.ready.kafka
  const ports = await freePorts(SERVICES.length)
  const services = SERVICES.map((name, at) => new StoreService(name, ports[at] ?? 0, brokers, folder.path))
  const [products, customers, purchases, dashboard] = services as [
    StoreService,
    StoreService,
    StoreService,
    StoreService,
  ]
  const books = new Books()
  const urls = {
    products: `${products.url}/products`,
    customers: `${customers.url}/customers`,
    purchases: `${purchases.url}/purchases`,
  }
  const shoppers = Array.from({ length: SHOPPERS }, (_, at) => new Shopper(books, urls, seededRandom(seed + at + 1)))
  const failures: string[] = []
  try {
    await Promise.all(services.map((service) => service.start()))
    for (const shopper of shoppers) shopper.start()
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const service = services[cycle % services.length] as StoreService
      await sleep(SHORTEST_LIFE_MS + below(random, LIFE_MS))
      await service.kill9()
      await service.start()
      console.error(`  cycle ${cycle}: killed ${service.name}, ${books.writes} writes acknowledged`)
    }
    await Promise.all(shoppers.map((shopper) => shopper.stop()))
    failures.push(...shoppers.flatMap((shopper) => shopper.failures), ...(await audit(books, urls, brokers)))
    failures.push(...(await dashboardDifferences(dashboard.url, brokers)))
  } finally {
    await Promise.all(services.map((service) => service.stop()))
    await platform.remove()
  }
  return { summary: `${cycles} kills, ${books.writes} writes acknowledged`, failures }
}

/** What the services answer, and what their topics say, against what was acknowledged. */
async function audit(books: Books, urls: Readonly<Record<string, string>>, brokers: string): Promise<string[]> {
  const texts: string[] = []
  for (const kind of KINDS) {
    const list = (await (await fetch(urls[kind] ?? '')).json()) as StoredEntity[]
    const served = new Map(list.map((entity) => [entity.id, entity]))
    texts.push(...differences(`${kind} as served`, books.shelf(kind), served))
    texts.push(...differences(`${kind} in the topic`, books.shelf(kind), await recomputed(brokers, kind)))
  }
  return texts
}
