import type { RecordOf } from '@millrace/client'
import type { PizzaCommand, pizzaCommands, pizzaIncidents, pizzaOrdered, pizzaPending } from '../topics.ts'
import { STATUS } from '../contract/status.ts'
import type { Facts, Sign } from './order-of.ts'

/** A request with an Idempotency-Key that has been done. */
export interface DoneRequest {
  readonly fingerprint: string
  readonly orderId: string
  /** When it was one. */
  readonly command?: PizzaCommand
}

export interface Entry extends Facts {
  readonly signs: readonly Sign[]
}

export type BookRecord =
  | RecordOf<typeof pizzaOrdered>
  | RecordOf<typeof pizzaPending>
  | RecordOf<typeof pizzaIncidents>
  | RecordOf<typeof pizzaCommands>

const SIGNS_MOST = 100
const REQUESTS_MOST = 20_000

/** Headers of what was asked for with an Idempotency-Key. */
export const REQUEST_KEY = 'request-key'
export const REQUEST_FINGERPRINT = 'request-fingerprint'

/** All orders as `pizza-ordered`, `pizza-pending`, `pizza-incidents` and `pizza-commands` tell of them. */
export class OrderBook {
  readonly #entries = new Map<string, Entry>()
  readonly #requests = new Map<string, DoneRequest>()
  #changed = new Set<string>()

  get size(): number {
    return this.#entries.size
  }

  get(orderId: string): Entry | undefined {
    return this.#entries.get(orderId)
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys()
  }

  /** What was done under this key, by its hash. */
  request(key: string): DoneRequest | undefined {
    return this.#requests.get(key)
  }

  apply(record: BookRecord): void {
    this.#note(record)
    switch (record.topic) {
      case 'pizza-ordered':
        this.#ordered(record.key, record.value, record.timestamp)
        return
      case 'pizza-pending':
      case 'pizza-incidents':
        this.#sign(record.key, { status: record.value.status, at: record.value.timestamp })
        return
      case 'pizza-commands':
        // Nothing has happened yet: the workers decide.
        this.#changed.add(record.key)
    }
  }

  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }

  /** The first one counts: an order that is repeated is the same order. */
  #ordered(orderId: string, { order, timestamp }: RecordOf<typeof pizzaOrdered>['value'], written: number): void {
    const entry = this.#entries.get(orderId)
    if (entry?.placedAt !== undefined) return
    const { sauce, cheese, main_topping, extra_toppings, username, customer_id: customerId } = order
    const at = timestamp > 0 ? timestamp : written
    this.#entries.set(orderId, {
      pizza: { sauce, cheese, main_topping, extra_toppings },
      username,
      customerId,
      placedAt: at,
      signs: [{ status: STATUS.placed, at }, ...(entry?.signs ?? [])],
    })
    this.#changed.add(orderId)
  }

  #sign(orderId: string, sign: Sign): void {
    const entry = this.#entries.get(orderId) ?? { signs: [] }
    this.#entries.set(orderId, { ...entry, signs: [...entry.signs, sign].slice(-SIGNS_MOST) })
    this.#changed.add(orderId)
  }

  #note(record: BookRecord): void {
    const { key: orderId, headers } = record
    const header = (name: string): string | undefined => headers.find(([each]) => each === name)?.[1]?.toString()
    const [key, fingerprint] = [header(REQUEST_KEY), header(REQUEST_FINGERPRINT)]
    if (key === undefined || fingerprint === undefined || this.#requests.has(key)) return
    const command = record.topic === 'pizza-commands' ? { command: record.value } : {}
    this.#requests.set(key, { fingerprint, orderId, ...command })
    if (this.#requests.size <= REQUESTS_MOST) return
    for (const oldest of this.#requests.keys()) {
      this.#requests.delete(oldest)
      return
    }
  }
}
