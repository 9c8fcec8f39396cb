import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir, waitFor, type Platform } from '@millrace/testkit'
import { type Observer, observe } from '../../../apps/tickets/testing/observer.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { eventFailures, serviceFailures } from './audit.ts'
import { buy, purchaseOf, type Purchase } from './buyer.ts'
import { Fleet, PROCESS_NAMES } from './fleet.ts'

const SALES = 200
const SHORTEST_LIFE_MS = 100
const LIFE_MS = 1500
const VICTIMS = [...PROCESS_NAMES, 'platform'] as const

/** Short times, and a hold that outlasts a restart. */
const SETTINGS = {
  QUEUE_RATE_PER_MINUTE: '6000',
  TICKETS_POLL_MS: '500',
  PAYMENTS_PROCESSING_MS: '300',
}

/**
 * Queue, tickets, payments, web, router and the platform are killed in turn while 200 customers buy: by REST, and some by events
 * alone. In the end every purchase is issued once and paid once, the stock adds up, and each step was told as one fact, by the
 * process too.
 */
export async function ticketsScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  using folder = tempDir('tickets-')
  let platform = await startPlatform({ args: ['--smtp', '0', '--sql', '0'] })
  const { events, zeebe } = platform.ready
  const sink = `${events}/default/default`
  const failures: string[] = []
  let fleet: Fleet | undefined
  let observer: Observer | undefined
  try {
    observer = await observe(events)
    const environment = { ...SETTINGS, K_SINK: sink, EVENTS_URL: events, ZEEBE_ADDRESS: zeebe }
    fleet = await Fleet.start(environment, folder.path)
    await prepare(fleet, events)
    const bought: Promise<Purchase | undefined>[] = []
    const begin = (number: number): void => {
      const sale = buy(fleet as Fleet, sink, number).catch((error: unknown) => {
        const heard = observer?.of(purchaseOf(number).sessionId).join(', ') ?? ''
        failures.push(`${String(error)}\n          heard of them: ${heard}`)
        return undefined
      })
      bought.push(sale)
    }
    for (let cycle = 0; cycle < cycles; cycle++) {
      while (bought.length < (SALES * (cycle + 1)) / cycles) begin(bought.length)
      const name = VICTIMS[cycle % VICTIMS.length] ?? 'platform'
      await sleep(SHORTEST_LIFE_MS + below(random, LIFE_MS))
      if (name === 'platform') platform = await killed(platform)
      else {
        await fleet.kill9(name)
        await fleet.start(name)
      }
      console.error(`  cycle ${cycle + 1}: killed ${name}, ${bought.length} sales begun`)
    }
    const purchases = (await Promise.all(bought)).filter((purchase) => purchase !== undefined)
    if (purchases.length !== SALES) failures.push(`${purchases.length} sales were done, expected ${SALES}`)
    failures.push(...(await serviceFailures(fleet, purchases)), ...(await eventFailures(observer, purchases)))
  } finally {
    await fleet?.stop()
    await observer?.close()
    await platform.remove()
  }
  return { summary: `${cycles} kills, ${SALES} sales`, failures }
}

async function killed(platform: Platform): Promise<Platform> {
  await platform.kill9()
  return platform.restart()
}

/** The process is deployed and every trigger is in force before the doors open. */
async function prepare({ urls }: Fleet, events: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ version: 4 })
  const deployed = await fetch(`${urls.tickets}/operator/process`, { method: 'POST', headers, body })
  if (!deployed.ok) throw new Error(`the process: ${deployed.status} ${await deployed.text()}`)
  const names = ['queue-join-trigger', 'tickets-reserve-trigger', 'ui-queue-exit-trigger']
  const all = `${events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`
  const there = async (): Promise<boolean> => {
    const { items } = (await (await fetch(all)).json()) as { items: { metadata: { name: string } }[] }
    return names.every((name) => items.some(({ metadata }) => metadata.name === name))
  }
  await waitFor(there, { what: 'the triggers' })
}
