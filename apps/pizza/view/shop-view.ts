import type { KafkaClient, Position } from '@millrace/client'
import { Fault, pause } from '@millrace/kernel'
import { type View, view } from '@millrace/streams'
import { pizzaCommands, pizzaIncidents, pizzaOrdered, pizzaPending, pizzaStatus } from '../topics.ts'
import { isThere } from '../the-topics.ts'
import { type Entry, OrderBook } from './order-book.ts'
import { type Sign, type Standing, orderOf } from './order-of.ts'
import { type Framings, StatusBook } from './status-book.ts'

const LOOK_EVERY_MS = 500
const CURRENT_MOST_MS = 10_000
const bookTopics = [pizzaOrdered, pizzaPending, pizzaIncidents, pizzaCommands] as const

const NO_SIGNS: readonly Sign[] = []

/** What was made of an order's entry and signs. */
interface Known {
  readonly entry: Entry | undefined
  readonly signs: readonly Sign[]
  readonly standing: Standing
}

/**
 * All orders with their statuses, in memory, from the topics alone: whoever deletes it loses nothing. The statuses come as soon
 * as `pizza-status` is there, which the SQL statement creates.
 */
export class ShopView {
  readonly #kafka: KafkaClient
  readonly #name: string
  readonly #orders: View<OrderBook>
  readonly #stop = new AbortController()
  readonly #listeners = new Set<(order: Standing) => void>()
  readonly #known = new Map<string, Known>()
  #statuses: View<StatusBook> | undefined
  #waiting: Promise<void>

  /** Starts at once. `name` is the reader's, in logs. */
  constructor(kafka: KafkaClient, name: string) {
    this.#kafka = kafka
    this.#name = name
    this.#orders = view(kafka, {
      name: `${name}.orders`,
      topics: bookTopics,
      empty: () => new OrderBook(),
      apply: (book, record) => book.apply(record),
      deadLetter: 'off',
    })
    this.#orders.onApplied(() => this.#tell(this.#orders.state.takeChanged()))
    this.#waiting = this.#awaitStatuses()
  }

  /** Resolves when the orders are there; and the statuses, if their topic is. */
  async ready(): Promise<void> {
    await this.#orders.ready()
    if (await isThere(this.#kafka, pizzaStatus.name)) {
      await this.#waiting
      await this.#statuses?.ready()
    }
  }

  get book(): OrderBook {
    return this.#orders.state
  }

  /** Undefined until `pizza-status` is there. */
  get framings(): Framings | undefined {
    return this.#statuses?.state.framings
  }

  get hasStatuses(): boolean {
    return this.#statuses?.progress.phase === 'ready'
  }

  get(orderId: string): Standing | undefined {
    const [entry, signs] = [this.book.get(orderId), this.#statuses?.state.get(orderId) ?? NO_SIGNS]
    if (entry === undefined && signs.length === 0) return undefined
    // Both are replaced when they change: an order that has not is not worked out again.
    const known = this.#known.get(orderId)
    if (known !== undefined && known.entry === entry && known.signs === signs) return known.standing
    const standing = orderOf(orderId, entry ?? {}, [...(entry?.signs ?? []), ...signs])
    this.#known.set(orderId, { entry, signs, standing })
    return standing
  }

  *all(): IterableIterator<Standing> {
    const ids = new Set([...this.book.ids(), ...(this.#statuses?.state.ids() ?? [])])
    for (const id of ids) {
      const order = this.get(id)
      if (order !== undefined) yield order
    }
  }

  /** Everything that anybody had acknowledged before this call is in the view. */
  async current(): Promise<void> {
    await this.#orders.current(CURRENT_MOST_MS)
    await this.#statuses?.current(CURRENT_MOST_MS)
  }

  waitFor(position: Position): Promise<void> {
    return this.#orders.waitFor(position, CURRENT_MOST_MS)
  }

  /** Called for each order that something was said of, after the view has it. Gives a function that ends it. */
  onChange(listener: (order: Standing) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Throws the statuses away and reads them again from the topic; gives how many orders have one. */
  async rebuild(): Promise<number> {
    await this.#statuses?.stop()
    this.#statuses = undefined
    this.#known.clear()
    this.#waiting = this.#awaitStatuses()
    await this.#waiting
    const statuses = this.#statuses as View<StatusBook> | undefined
    await statuses?.ready()
    return statuses?.state.size ?? 0
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', 'the view is stopped'))
    await this.#waiting
    await Promise.all([this.#orders.stop(), this.#statuses?.stop()])
  }

  async #awaitStatuses(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      const found = await isThere(this.#kafka, pizzaStatus.name).catch(() => false)
      if (signal.aborted) return
      if (found) {
        this.#statuses = this.#viewOfStatuses()
        return
      }
      await pause(this.#kafka.ports.clocks.liveness, LOOK_EVERY_MS, signal).catch(() => undefined)
    }
  }

  #viewOfStatuses(): View<StatusBook> {
    const statuses = view<typeof pizzaStatus, StatusBook>(this.#kafka, {
      name: `${this.#name}.statuses`,
      topics: [pizzaStatus],
      empty: () => new StatusBook(),
      apply: (book, record) => book.apply(record),
      deadLetter: 'off',
    })
    statuses.onApplied(() => this.#tell(statuses.state.takeChanged()))
    return statuses
  }

  #tell(changed: ReadonlySet<string>): void {
    if (this.#listeners.size === 0) return
    for (const id of changed) {
      const order = this.get(id)
      if (order === undefined) continue
      for (const listener of this.#listeners) listener(order)
    }
  }
}
