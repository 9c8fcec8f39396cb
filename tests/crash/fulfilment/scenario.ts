import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir, waitFor } from '@millrace/testkit'
import type { CrashOptions } from '../options.ts'
import { patient } from '../store/patient-http.ts'
import type { Verdict } from '../verdict.ts'
import { booksFailures, recordsOf, watchStock } from './audit.ts'
import { type Bought, PRODUCTS, buy } from './buyer.ts'
import { Fleet, SERVICES } from './fleet.ts'

const ORDERS = 90
/** Of each product; less than is asked for. */
const PIECES = 24
const SHORTEST_LIFE_MS = 100
const LIFE_MS = 1500

/**
 * Each service is killed in turn while 90 orders run, both ways of working and some cards declined. In the end every order
 * that was acknowledged has come to its end, those that were fulfilled were charged and shipped once, and the stock was
 * never below zero.
 */
export async function fulfilmentScenario(options: CrashOptions): Promise<Verdict> {
  using folder = tempDir('fulfilment-')
  const platform = await startPlatform()
  const failures: string[] = []
  let fleet: Fleet | undefined
  let bought: Bought[] = []
  try {
    fleet = await Fleet.start({ ZEEBE_ADDRESS: platform.ready.zeebe }, folder.path)
    await restock(fleet)
    const stock = watchStock(fleet.urls.database)
    const ended = await killInTurn(fleet, options, failures)
    bought = ended.filter((each) => each !== undefined)
    failures.push(...(await stock.stop()), ...(await booksFailures(fleet.urls.database, bought, PIECES)))
    failures.push(...(await engineFailures(platform.ready.console ?? '')))
  } finally {
    await fleet?.stop()
    await platform.remove()
  }
  const ends = Object.entries(Object.groupBy(bought, ({ end }) => end)).map(([end, those]) => `${those?.length} ${end}`)
  return { summary: `${options.cycles} kills, ${bought.length} orders: ${ends.toSorted().join(', ')}`, failures }
}

async function restock({ urls }: Fleet): Promise<void> {
  const body = { stock_level: String(PIECES), products: PRODUCTS }
  await patient('POST', `${urls.shop}/restock`, body, crypto.randomUUID())
  await waitFor(async () => (await recordsOf(urls.database, 'stock')).length === PRODUCTS.length, {
    what: 'the shelves to be full',
    timeoutMs: 30_000,
  })
}

/** Begins the orders evenly over the kills; gives how each ended. */
async function killInTurn(
  fleet: Fleet,
  { cycles, seed }: CrashOptions,
  failures: string[],
): Promise<(Bought | undefined)[]> {
  const random = seededRandom(seed)
  const orders: Promise<Bought | undefined>[] = []
  const begin = (number: number): void => {
    const order = buy(fleet, number).catch((error: unknown) => {
      failures.push(String(error))
      return undefined
    })
    orders.push(order)
  }
  for (let cycle = 0; cycle < cycles; cycle++) {
    while (orders.length < (ORDERS * (cycle + 1)) / cycles) begin(orders.length)
    const name = SERVICES[cycle % SERVICES.length] ?? 'shop'
    await sleep(SHORTEST_LIFE_MS + below(random, LIFE_MS))
    await fleet.kill9(name)
    await fleet.start(name)
    console.error(`  cycle ${cycle + 1}: killed ${name}, ${orders.length} orders begun`)
  }
  return Promise.all(orders)
}

/** What the engine has left over. */
async function engineFailures(platform: string): Promise<string[]> {
  const { body } = await patient('POST', `${platform}/v2/incidents/search`, { filter: { state: 'ACTIVE' } })
  const { items } = body as { items: readonly { elementId: string; errorMessage: string }[] }
  return items.map(({ elementId, errorMessage }) => `an incident in the engine at ${elementId}: ${errorMessage}`)
}
