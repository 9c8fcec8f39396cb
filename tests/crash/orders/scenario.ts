import { seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir } from '@millrace/testkit'
import { type PushEndpoint, pushEndpoint } from '../../../apps/orders/demo/push-endpoint.ts'
import { Fleet } from '../fleet.ts'
import { killInTurn } from '../kill-in-turn.ts'
import type { CrashOptions } from '../options.ts'
import { patient } from '../store/patient-http.ts'
import type { Verdict } from '../verdict.ts'
import { channelFailures, listed, stageFailures, topicFailures } from './audit.ts'
import { addressOf, buy, phone } from './buyer.ts'
import { type OrdersFleet, ordersPlan } from './fleet.ts'

interface InboxMail {
  readonly messageId: string
  readonly times: number
}

/**
 * Each service is killed in turn, two processes each of orders and payments, while orders run. In the end each order is
 * delivered, paid once, told of once by each topic, and each of its stages has arrived once by mail and once on the phone.
 */
export async function ordersScenario({ cycles, seed, orders, killEveryMs }: CrashOptions): Promise<Verdict> {
  using folder = tempDir('orders-')
  const failures: string[] = []
  await using undo = new AsyncDisposableStack()
  const platform = await startPlatform({ args: ['--smtp', '0'] })
  undo.defer(() => platform.remove())
  const { kafka, console: inbox = '', smtp = '' } = platform.ready
  const pushes = await pushEndpoint()
  undo.defer(() => pushes.close())
  const environment = { KAFKA_BROKERS: kafka, SMTP_URL: smtp }
  const fleet = await Fleet.start(ordersPlan(environment, folder.path))
  undo.defer(() => fleet.stop())
  if (killEveryMs !== undefined) await fleet.warm()
  await subscribe(fleet, pushes)
  const beganAt = performance.now()
  const delivered = await killInTurn(
    {
      victims: fleet.names,
      kills: cycles,
      killEveryMs,
      pieces: orders,
      begin: (number) => buy(fleet, number),
      restart: (name) => fleet.restart(name),
      failed: (text) => failures.push(text),
    },
    seededRandom(seed),
  )
  const seconds = Math.round((performance.now() - beganAt) / 1000)
  const ids = new Set(delivered)
  if (ids.size !== orders) failures.push(`${ids.size} orders were delivered, expected ${orders}`)
  failures.push(...(await audit(fleet, kafka, ids)), ...pushFailures(pushes, ids))
  const mails = await inboxMails(inbox, orders)
  const stages = mails.map(({ messageId }) => stageOf(messageId))
  failures.push(...stageFailures('the SMTP inbox', ids, stages))
  const repeated = mails.filter(({ times }) => times > 1).length
  const pushedAgain = pushes.received.length - tagsOf(pushes).size
  return {
    summary: `${cycles} kills, ${orders} orders in ${seconds} s; delivered again: ${repeated} mails under their Message-ID, ${pushedAgain} pushes under their tag`,
    failures,
  }
}

/** The phone that all buyers share is told by web push. */
async function subscribe({ urls }: OrdersFleet, { subscription }: PushEndpoint): Promise<void> {
  const { status } = await patient(
    'POST',
    `${urls.mobile}/phones/${encodeURIComponent(phone)}/subscriptions`,
    subscription,
  )
  if (status >= 300) throw new Error(`the subscription was answered ${status}`)
}

async function audit({ urls }: OrdersFleet, kafka: string, ids: ReadonlySet<string>): Promise<string[]> {
  const made = await listed<{ orderId: string; status: string; attempts: unknown[] }>(`${urls.payments}/payments`)
  const unpaid = made.filter(({ status, attempts }) => status !== 'made' || attempts.length !== 1)
  return [
    ...unpaid.map(({ orderId, status }) => `payment of ${orderId} is ${status}, or was tried more than once`),
    ...(await topicFailures(kafka, ids)),
    ...(await channelFailures(`${urls.email}/mails`, ids)),
    ...(await channelFailures(`${urls.mobile}/messages`, ids)),
  ]
}

/** A push may come again, when its sender was killed before it knew of the answer; its tag is then the same. */
const tagsOf = ({ received }: PushEndpoint): ReadonlySet<string> => new Set(received.map(({ payload }) => payload.tag))

const pushFailures = (pushes: PushEndpoint, ids: ReadonlySet<string>): string[] =>
  stageFailures('the push endpoint', ids, [...tagsOf(pushes)])

async function inboxMails(inbox: string, orders: number): Promise<InboxMail[]> {
  const mails: InboxMail[] = []
  for (let number = 0; number < orders; number++) {
    const answer = await fetch(`${inbox}/v1/inbox?to=${encodeURIComponent(addressOf(number))}`)
    mails.push(...((await answer.json()) as { items: InboxMail[] }).items)
  }
  return mails
}

/** `<o-1.shipped@…>` -> `o-1:shipped` */
function stageOf(messageId: string): string {
  const [, id = '', stage = ''] = /^<(.+)\.(\w+)@/u.exec(messageId) ?? []
  return `${id}:${stage}`
}
