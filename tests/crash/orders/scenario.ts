import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir } from '@millrace/testkit'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { channelFailures, listed, stageFailures, topicFailures } from './audit.ts'
import { buy } from './buyer.ts'
import { Fleet, PROCESS_NAMES, type ProcessName } from './fleet.ts'

const ORDERS = 100
const SHORTEST_LIFE_MS = 100
const LIFE_MS = 1500

interface InboxMail {
  readonly messageId: string
  readonly times: number
}

/**
 * Each service is killed in turn, two processes each of orders and payments, while 100 orders run. In the end each order is
 * delivered, paid once, told of once by each topic, and each of its stages has arrived once by mail and once on the phone.
 */
export async function ordersScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  using folder = tempDir('orders-')
  const platform = await startPlatform({ args: ['--smtp', '0'] })
  const { kafka, console: inbox = '', smtp = '' } = platform.ready
  const failures: string[] = []
  let fleet: Fleet | undefined
  let repeated = 0
  try {
    fleet = await Fleet.start({ KAFKA_BROKERS: kafka, SMTP_URL: smtp }, folder.path)
    const bought: Promise<string | undefined>[] = []
    const begin = (number: number): void => {
      const order = buy(fleet as Fleet, number).catch((error: unknown) => {
        failures.push(String(error))
        return undefined
      })
      bought.push(order)
    }
    for (let cycle = 0; cycle < cycles; cycle++) {
      while (bought.length < (ORDERS * (cycle + 1)) / cycles) begin(bought.length)
      const name = PROCESS_NAMES[cycle % PROCESS_NAMES.length] as ProcessName
      await sleep(SHORTEST_LIFE_MS + below(random, LIFE_MS))
      await fleet.kill9(name)
      await fleet.start(name)
      console.error(`  cycle ${cycle + 1}: killed ${name}, ${bought.length} orders begun`)
    }
    const ids = new Set((await Promise.all(bought)).filter((id) => id !== undefined))
    failures.push(...(await audit(fleet, kafka, ids)))
    const mails = await inboxMails(inbox)
    repeated = mails.filter(({ times }) => times > 1).length
    failures.push(
      ...stageFailures(
        'the SMTP inbox',
        ids,
        mails.map(({ messageId }) => stageOf(messageId)),
      ),
    )
  } finally {
    await fleet?.stop()
    await platform.remove()
  }
  const again = `${repeated} mails were delivered again under the same Message-ID`
  return { summary: `${cycles} kills, ${ORDERS} orders; ${again}`, failures }
}

async function audit({ urls }: Fleet, kafka: string, ids: ReadonlySet<string>): Promise<string[]> {
  const made = await listed<{ orderId: string; status: string; attempts: unknown[] }>(`${urls.payments}/payments`)
  const unpaid = made.filter(({ status, attempts }) => status !== 'made' || attempts.length !== 1)
  return [
    ...(ids.size === ORDERS ? [] : [`${ids.size} orders were delivered, expected ${ORDERS}`]),
    ...unpaid.map(({ orderId, status }) => `payment of ${orderId} is ${status}, or was tried more than once`),
    ...(await topicFailures(kafka, ids)),
    ...(await channelFailures(`${urls.email}/mails`, ids)),
    ...(await channelFailures(`${urls.mobile}/messages`, ids)),
  ]
}

async function inboxMails(inbox: string): Promise<InboxMail[]> {
  const answer = await fetch(`${inbox}/v1/inbox?limit=5000`)
  return ((await answer.json()) as { items: InboxMail[] }).items
}

/** `<o-1.shipped@…>` -> `o-1:shipped` */
function stageOf(messageId: string): string {
  const [, id = '', stage = ''] = /^<(.+)\.(\w+)@/u.exec(messageId) ?? []
  return `${id}:${stage}`
}
