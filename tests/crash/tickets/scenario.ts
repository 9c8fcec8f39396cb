import { seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir, waitFor, type Platform } from '@millrace/testkit'
import { type Observer, observe } from '../../../apps/tickets/testing/observer.ts'
import { Fleet } from '../fleet.ts'
import { killInTurn } from '../kill-in-turn.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { eventFailures, serviceFailures } from './audit.ts'
import { buy, purchaseOf, type Purchase } from './buyer.ts'
import { type ProcessName, type TicketsFleet, ticketsPlan } from './fleet.ts'

const SALES = 200

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
  using folder = tempDir('tickets-')
  let platform = await startPlatform({ args: ['--smtp', '0', '--sql', '0'] })
  const { events, zeebe } = platform.ready
  const sink = `${events}/default/default`
  const failures: string[] = []
  let fleet: TicketsFleet | undefined
  let observer: Observer | undefined
  try {
    observer = await observe(events)
    const environment = { ...SETTINGS, K_SINK: sink, EVENTS_URL: events, ZEEBE_ADDRESS: zeebe }
    fleet = await Fleet.start(ticketsPlan(environment, folder.path))
    await prepare(fleet, events)
    const [running, heard] = [fleet, observer]
    const restart = async (name: ProcessName | 'platform'): Promise<void> => {
      if (name === 'platform') platform = await killed(platform)
      else await running.restart(name)
    }
    const begin = (number: number): Promise<Purchase> =>
      buy(running, sink, number).catch((error: unknown) => {
        const told = heard.of(purchaseOf(number).sessionId).join(', ')
        throw new Error(`${String(error)}\n          heard of them: ${told}`, { cause: error })
      })
    const purchases = await killInTurn(
      {
        victims: [...running.names, 'platform' as const],
        kills: cycles,
        pieces: SALES,
        begin,
        restart,
        failed: (text) => failures.push(text),
      },
      seededRandom(seed),
    )
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
async function prepare({ urls }: TicketsFleet, events: string): Promise<void> {
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
