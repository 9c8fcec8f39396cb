import { setTimeout as sleep } from 'node:timers/promises'
import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'

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
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** How often each key is in a topic, as a reader of committed records sees it. */
async function committedKeys(brokers: string, topic: string): Promise<Map<string, number>> {
  const ports = { clocks: systemClocks(), random: systemRandom, log }
  const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CLIENT_ID: 'audit' }, ports)
  const ends = await kafka.admin().offsets(topic, 'latest')
  const counts = new Map<string, number>()
  const passed = ends.map(() => 0)
  const reader = kafka.reader({
    deliver: (chunk, release) => {
      for (const { key } of chunk.records) counts.set(String(key), (counts.get(String(key)) ?? 0) + 1)
      passed[chunk.partition] = chunk.nextOffset
      release()
    },
    lost: () => undefined,
  })
  for (const partition of ends.keys()) reader.assign(topic, partition, 0)
  await waitFor(() => ends.every((end, partition) => (passed[partition] ?? 0) >= end), { what: `the end of ${topic}` })
  await kafka.close()
  return counts
}

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
