import { setTimeout as sleep } from 'node:timers/promises'
import { committedKeys } from '../committed-keys.ts'

const BUSINESS_TOPICS = [
  'orders-created',
  'orders-ready-to-ship',
  'orders-shipping',
  'orders-shipped',
  'orders-delivered',
  'payments-created',
  'payments-made',
  'delivery-shipping',
  'delivery-shipped',
  'delivery-delivered',
]
const STAGES = 7
const QUIET_MS = 500

/** Every business topic tells of every order once. */
export async function topicFailures(brokers: string, orderIds: ReadonlySet<string>): Promise<string[]> {
  const texts: string[] = []
  for (const topic of BUSINESS_TOPICS) {
    const counts = await committedKeys(brokers, topic)
    for (const id of orderIds)
      if (counts.get(id) !== 1) texts.push(`${topic}: ${counts.get(id) ?? 0} events of order ${id}, expected one`)
    for (const id of counts.keys())
      if (!orderIds.has(id)) texts.push(`${topic}: an event of ${id}, which nobody ordered`)
  }
  return texts
}

interface Listed {
  readonly orderId: string
  readonly stage: string
  readonly status: string
}

/** Every page of a list. */
export async function listed<T>(url: string): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const join = url.includes('?') ? '&' : '?'
    const page = (await (await fetch(`${url}${join}limit=200&cursor=${cursor}`)).json()) as {
      items: T[]
      next?: string
    }
    items.push(...page.items)
    cursor = page.next
  }
  return items
}

/** Every order has been told of seven stages by this channel, once each, and nothing waits. */
export async function channelFailures(url: string, orderIds: ReadonlySet<string>): Promise<string[]> {
  const read = () => listed<Listed>(url)
  let messages = await read()
  for (let tries = 0; tries < 120 && messages.some(({ status }) => status === 'waiting'); tries++) {
    await sleep(QUIET_MS)
    messages = await read()
  }
  const texts = messages
    .filter(({ status }) => status !== 'sent')
    .map((each) => `${url}: ${each.stage} of ${each.orderId} is ${each.status}`)
  return [
    ...texts,
    ...stageFailures(
      url,
      orderIds,
      messages.map(({ orderId, stage }) => `${orderId}:${stage}`),
    ),
  ]
}

/** `names` has each order's seven stages, once each: `<orderId>:<stage>`. */
export function stageFailures(where: string, orderIds: ReadonlySet<string>, names: readonly string[]): string[] {
  const texts = new Set(names).size === names.length ? [] : [`${where}: a stage is told of twice`]
  for (const id of orderIds) {
    const told = names.filter((name) => name.startsWith(`${id}:`)).length
    if (told !== STAGES) texts.push(`${where}: ${told} stages of order ${id}, expected ${STAGES}`)
  }
  return texts
}
