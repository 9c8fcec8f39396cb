/**
 * `npm run bench -- tickets [--sessions N] [--tickets N] [--connections N] [--no-kills]`: a whole sale over real connections,
 * with drop-outs, declines, buttons that are pressed twice, and a SIGKILL of each service and of the platform in its middle.
 * Prints rates, and what must hold afterwards.
 */
import { parseArgs } from 'node:util'
import { startPlatform, tempDir, waitFor, type Platform } from '@millrace/testkit'
import { Fleet } from '../../tests/crash/fleet.ts'
import { type TicketsFleet, ticketsPlan } from '../../tests/crash/tickets/fleet.ts'
import { faultsOfSale } from './audit.ts'
import { type Figures, type SaleOptions, joins, memoryOf, purchases } from './sale.ts'

const VICTIMS = ['queue', 'tickets', 'payments', 'web', 'router', 'platform'] as const
const HOLDS_END_MS = 180_000

export async function benchTickets(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      sessions: { type: 'string', default: '100000' },
      tickets: { type: 'string', default: '20000' },
      connections: { type: 'string', default: '10000' },
      kills: { type: 'boolean', default: true },
    },
  })
  const [sessions, tickets, connections] = [values.sessions, values.tickets, values.connections].map(Number) as [
    number,
    number,
    number,
  ]
  using folder = tempDir('bench-tickets-')
  const bench = new Bench(folder.path, values.kills)
  try {
    await bench.start(tickets)
    await bench.run({ sessions, tickets, connections, progress: (share) => bench.killNext(share) })
  } finally {
    await bench.stop()
  }
}

class Bench {
  readonly #folder: string
  readonly #kills: boolean
  #platform: Platform | undefined
  #fleet: TicketsFleet | undefined
  #killed = 0
  #killing: Promise<void> | undefined

  constructor(folder: string, kills: boolean) {
    this.#folder = folder
    this.#kills = kills
  }

  async start(tickets: number): Promise<void> {
    this.#platform = await startPlatform({ args: ['--smtp', '0', '--sql', '0'] })
    const { events, zeebe } = this.#platform.ready
    const settings = {
      K_SINK: `${events}/default/default`,
      EVENTS_URL: events,
      ZEEBE_ADDRESS: zeebe,
      TICKETS_CAPACITY: String(tickets),
      QUEUE_RATE_PER_MINUTE: '60000',
      QUEUE_MAX_ACTIVE: '2000',
      QUEUE_GRACE_MS: '3600000',
      PAYMENTS_PROCESSING_MS: '200',
    }
    this.#fleet = await Fleet.start(ticketsPlan(settings, this.#folder))
  }

  async run(options: SaleOptions): Promise<void> {
    const fleet = this.#fleet as TicketsFleet
    await operate(fleet, 'pause')
    const joined = await joins(fleet, options)
    console.log(`memory of the queue with ${options.sessions} waiting: ${memoryOf(fleet.pidOf('queue'))} MB`)
    await operate(fleet, 'resume')
    const bought = await purchases(fleet, options)
    print(['joins', 'status reads'].map((what) => total(joined.filter((each) => each.what === what))))
    print([bought.figures])
    console.log(`outcomes: ${[...bought.outcomes].map(([what, count]) => `${what} ${count}`).join(', ')}`)
    console.log(`killed ${this.#killed} times; ${bought.repeated} calls were made again`)
    await this.#killing
    await this.#ended()
    const faults = await faultsOfSale(fleet, options.sessions, options.tickets)
    for (const fault of faults) console.log(`FAULT: ${fault}`)
    console.log(faults.length === 0 ? 'none oversold, none twice, in order, every hold ended' : 'FAILED')
    if (faults.length > 0) process.exitCode = 1
  }

  /** Kills the next one when its part of the sale is over, while everybody goes on. */
  killNext(share: number): void {
    const name = VICTIMS[this.#killed]
    const early = share < (this.#killed + 1) / (VICTIMS.length + 1)
    if (!this.#kills || name === undefined || early || this.#killing !== undefined) return
    this.#killed += 1
    this.#killing = this.#kill(name).finally(() => (this.#killing = undefined))
  }

  async #kill(name: (typeof VICTIMS)[number]): Promise<void> {
    if (name !== 'platform') await this.#fleet?.restart(name)
    else {
      await this.#platform?.kill9()
      this.#platform = await this.#platform?.restart()
    }
    console.error(`  killed ${name}`)
  }

  async stop(): Promise<void> {
    await this.#fleet?.stop()
    await this.#platform?.remove()
  }

  /** Holds of those who dropped out return to sale. */
  async #ended(): Promise<void> {
    const { urls } = this.#fleet as TicketsFleet
    const none = async (): Promise<boolean> => {
      const { held } = (await (await fetch(`${urls.tickets}/stock`)).json()) as { held: number }
      return held === 0
    }
    await waitFor(none, { what: 'the end of every hold', timeoutMs: HOLDS_END_MS, everyMs: 1000 })
  }
}

async function operate({ urls }: TicketsFleet, what: 'pause' | 'resume'): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${urls.queue}/operator/${what}`, { method: 'POST', headers, body: '{}' })
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`)
}

/** One row of the batches. */
function total(rows: readonly Figures[]): Figures {
  const sum = (field: 'count' | 'seconds'): number => rows.reduce((all, row) => all + row[field], 0)
  const worst = (field: 'p50' | 'p99'): number => Math.max(...rows.map((row) => row[field]))
  return {
    what: rows[0]?.what ?? '',
    count: sum('count'),
    seconds: sum('seconds'),
    p50: worst('p50'),
    p99: worst('p99'),
  }
}

function print(rows: readonly Figures[]): void {
  for (const { what, count, seconds, p50, p99 } of rows) {
    const rate = Math.round(count / Math.max(seconds, 0.001))
    console.log(
      `${what}: ${count} in ${seconds.toFixed(1)} s, ${rate}/s, call p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    )
  }
}
