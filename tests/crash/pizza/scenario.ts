import { seededRandom } from '@millrace/kernel'
import { startPlatform, tempDir } from '@millrace/testkit'
import { committedKeys } from '../committed-keys.ts'
import { Fleet } from '../fleet.ts'
import { killInTurn } from '../kill-in-turn.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { eat } from './eater.ts'
import { type PizzaFleet, pizzaPlan } from './fleet.ts'

const ORDERS = 60
const STAGES = ['pizza-ordered', 'pizza-assembled', 'pizza-baked', 'pizza-delivered'] as const

/**
 * Each process of the shop is killed in turn, two of each worker and of the status service, while 60 orders run, each sent twice
 * under one key. A pizza takes 31 to 40 s, as in the workshop: the first ones see each process die. In the end each is delivered, each stage has told of it once, and the SQL statement has passed each event once.
 */
export async function pizzaScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  using folder = tempDir('pizza-')
  const platform = await startPlatform()
  const { kafka, sql } = platform.ready
  const failures: string[] = []
  let fleet: PizzaFleet | undefined
  try {
    fleet = await Fleet.start(pizzaPlan(environmentOf(kafka, sql), folder.path))
    const running = fleet
    const eaten = await killInTurn(
      {
        victims: running.names,
        kills: cycles,
        pieces: ORDERS,
        begin: (number) => eat(running.urls.webapp, number),
        restart: (name) => running.restart(name),
        failed: (text) => failures.push(text),
      },
      seededRandom(seed),
    )
    const ids = new Set(eaten)
    if (ids.size !== ORDERS) failures.push(`${ids.size} orders were delivered, expected ${ORDERS}`)
    for (const topic of STAGES) failures.push(...countFailures(topic, await committedKeys(kafka, topic), ids, 1))
    failures.push(...countFailures('pizza-status', await committedKeys(kafka, 'pizza-status'), ids, STAGES.length))
    failures.push(...(await viewFailures(fleet, ids)))
  } finally {
    await fleet?.stop()
    await platform.remove()
  }
  return { summary: `${cycles} kills, ${ORDERS} orders, each ordered twice`, failures }
}

const environmentOf = (kafka: string, sql: string): Record<string, string> => ({
  KAFKA_BROKERS: kafka,
  FLINK_SQL_GATEWAY: sql,
  PIZZA_CREATE_TOPICS: 'on',
  PIZZA_PARTITIONS: '2',
})

/** The topic has each order so many times, and nothing else. */
function countFailures(
  topic: string,
  counts: ReadonlyMap<string, number>,
  ids: ReadonlySet<string>,
  expected: number,
): string[] {
  const texts: string[] = []
  for (const id of ids) {
    const count = counts.get(id) ?? 0
    if (count !== expected) texts.push(`${topic}: ${count} records of order ${id}, expected ${expected}`)
  }
  for (const id of counts.keys()) if (!ids.has(id)) texts.push(`${topic}: a record of ${id}, which nobody ordered`)
  return texts
}

/** Each instance of the status service, built from the topics alone, has every order as delivered. */
async function viewFailures({ urls }: PizzaFleet, ids: ReadonlySet<string>): Promise<string[]> {
  const texts: string[] = []
  for (const name of ['status', 'status-2'] as const) {
    const answer = await fetch(`${urls[name]}/statuses?limit=200`)
    const { items } = (await answer.json()) as { items: { orderId: string; status: number }[] }
    const delivered = new Set(items.filter(({ status }) => status === 999).map(({ orderId }) => orderId))
    for (const id of ids) if (!delivered.has(id)) texts.push(`${name}: order ${id} is not delivered`)
  }
  return texts
}
