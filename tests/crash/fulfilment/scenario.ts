import { seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir, waitFor } from '@millrace/testkit'
import { Fleet } from '../fleet.ts'
import { killInTurn } from '../kill-in-turn.ts'
import type { CrashOptions } from '../options.ts'
import { patient } from '../store/patient-http.ts'
import type { Verdict } from '../verdict.ts'
import { booksFailures, recordsOf, watchStock } from './audit.ts'
import { type Bought, PRODUCTS, buy } from './buyer.ts'
import { type FulfilmentFleet, fulfilmentPlan } from './fleet.ts'

const ORDERS = 90
/** Of each product; less than is asked for. */
const PIECES = 24

/**
 * Each service is killed in turn while 90 orders run, both ways of working and some cards declined. In the end every order
 * that was acknowledged has come to its end, those that were fulfilled were charged and shipped once, and the stock was
 * never below zero.
 */
export async function fulfilmentScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  using folder = tempDir('fulfilment-')
  const platform = await startPlatform()
  const failures: string[] = []
  let fleet: FulfilmentFleet | undefined
  let bought: Bought[] = []
  try {
    fleet = await Fleet.start(fulfilmentPlan(platform.ready.zeebe, folder.path))
    await restock(fleet)
    const stock = watchStock(fleet.urls.database)
    const running = fleet
    bought = await killInTurn(
      {
        victims: running.names,
        kills: cycles,
        pieces: ORDERS,
        begin: (number) => buy(running, number),
        restart: (name) => running.restart(name),
        failed: (text) => failures.push(text),
      },
      seededRandom(seed),
    )
    failures.push(...(await stock.stop()), ...(await booksFailures(fleet.urls.database, bought, PIECES)))
    failures.push(...(await engineFailures(platform.ready.console ?? '')))
  } finally {
    await fleet?.stop()
    await platform.remove()
  }
  const ends = Object.entries(Object.groupBy(bought, ({ end }) => end)).map(([end, those]) => `${those?.length} ${end}`)
  return { summary: `${cycles} kills, ${bought.length} orders: ${ends.toSorted().join(', ')}`, failures }
}

async function restock({ urls }: FulfilmentFleet): Promise<void> {
  const body = { stock_level: String(PIECES), products: PRODUCTS }
  await patient('POST', `${urls.shop}/restock`, body, crypto.randomUUID())
  await waitFor(async () => (await recordsOf(urls.database, 'stock')).length === PRODUCTS.length, {
    what: 'the shelves to be full',
    timeoutMs: 30_000,
  })
}

/** What the engine has left over. */
async function engineFailures(platform: string): Promise<string[]> {
  const { body } = await patient('POST', `${platform}/v2/incidents/search`, { filter: { state: 'ACTIVE' } })
  const { items } = body as { items: readonly { elementId: string; errorMessage: string }[] }
  return items.map(({ elementId, errorMessage }) => `an incident in the engine at ${elementId}: ${errorMessage}`)
}
