import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TicketsFleet } from '../../tests/crash/tickets/fleet.ts'
import { Buyer, type Outcome } from './buyer.ts'
import { Client, each } from './client.ts'

export interface Figures {
  readonly what: string
  readonly count: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
}

export interface SaleOptions {
  readonly sessions: number
  /** Open at once. */
  readonly connections: number
  readonly tickets: number
  /** Hears, in the middle of the work, how much of the sale is over: 0 to 1. */
  readonly progress: (share: number) => void
}

const AT_ONCE = 256
const ROUND_MS = 500
const POSITIONS_MOST = 10_000
/** Joining is a third of the sale. */
const JOINING = 1 / 3
const TICKETS_EACH = 2

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

async function measured(what: string, client: Client, count: number, work: () => Promise<void>): Promise<Figures> {
  const began = performance.now()
  const from = client.durations.length
  await work()
  const sorted = client.durations.slice(from).sort((a, b) => a - b)
  const seconds = (performance.now() - began) / 1000
  return { what, count, seconds, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) }
}

export const sessionIds = (count: number): string[] => Array.from({ length: count }, (_, index) => `s-${index + 1}`)

/** Everybody joins, batch after batch, each with a connection of their own that stays open for the batch. */
export async function joins(fleet: TicketsFleet, { sessions, connections, progress }: SaleOptions): Promise<Figures[]> {
  const ids = sessionIds(sessions)
  const figures: Figures[] = []
  for (let from = 0; from < sessions; from += connections) {
    const batch = ids.slice(from, from + connections)
    const client = new Client(connections)
    let joined = from
    const join = async (sessionId: string): Promise<void> => {
      const { status } = await client.call('POST', `${fleet.urls.queue}/join`, { sessionId })
      if (status !== 200) throw new Error(`a join was answered ${status}`)
      progress((JOINING * ++joined) / sessions)
    }
    figures.push(await measured('joins', client, batch.length, () => each(batch, connections, join)))
    const look = (sessionId: string) => client.call('GET', `${fleet.urls.queue}/${sessionId}`).then(() => undefined)
    figures.push(await measured('status reads', client, batch.length, () => each(batch, connections, look)))
    client.close()
  }
  return figures
}

/** Whoever is let in buys, until there is nothing to buy or nobody who waits. */
export async function purchases(fleet: TicketsFleet, { sessions, tickets, progress }: SaleOptions) {
  const client = new Client(AT_ONCE * 2)
  const done = new Set<string>()
  const outcomes = new Map<Outcome, number>()
  const buy = async (sessionId: string): Promise<void> => {
    const outcome = await new Buyer(client, fleet, sessionId, Number(sessionId.slice(2))).buy()
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    const sold = TICKETS_EACH * (outcomes.get('bought') ?? 0)
    progress(JOINING + ((1 - JOINING) * sold) / tickets)
  }
  const figures = await measured('purchases', client, 0, async () => {
    for (;;) {
      const admitted = (await admittedOf(fleet, client, sessions)).filter((sessionId) => !done.has(sessionId))
      for (const sessionId of admitted) done.add(sessionId)
      await each(admitted, AT_ONCE, buy)
      const { body: sale } = await client.call('GET', `${fleet.urls.queue}/sale`)
      const { body: stock } = await client.call('GET', `${fleet.urls.tickets}/stock`)
      if (stock['soldOut'] === 'final' || (sale['waiting'] === 0 && admitted.length === 0)) return
      if (admitted.length === 0) await sleep(ROUND_MS)
    }
  })
  client.close()
  return { figures: { ...figures, count: outcomes.get('bought') ?? 0 }, outcomes, repeated: client.repeated }
}

/** Also keeps the places of all who wait. */
async function admittedOf({ urls }: TicketsFleet, client: Client, sessions: number): Promise<string[]> {
  const ids = sessionIds(sessions)
  const admitted: string[] = []
  for (let from = 0; from < sessions; from += POSITIONS_MOST) {
    const asked = { sessionIds: ids.slice(from, from + POSITIONS_MOST) }
    const { body } = await client.call('POST', `${urls.queue}/positions`, asked)
    for (const [sessionId, status] of body['places'] as [string, string, number][]) {
      if (status === 'admitted') admitted.push(sessionId)
    }
  }
  return admitted
}

/** Resident memory of a process, MB. */
export function memoryOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return Math.round(Number(kilobytes) / 1024)
}
