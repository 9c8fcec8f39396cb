import type { KafkaClient, RecordOf } from '@millrace/client'
import { type View, view } from '@millrace/streams'
import type { LogLine } from '../contract/order.ts'
import { iso, pizzaLogs } from '../topics.ts'

const LINES_MOST = 200
const ORDERS_MOST = 5000

/** What the services said of each order, the oldest orders and lines let go. */
class LogBook {
  readonly #lines = new Map<string, readonly LogLine[]>()
  #untold: LogLine[] = []

  of(orderId: string): readonly LogLine[] {
    return this.#lines.get(orderId) ?? []
  }

  apply({ key: orderId, value, partition, offset }: RecordOf<typeof pizzaLogs>): void {
    const { service, instance, level, text, timestamp } = value
    const line = { id: `${partition}:${offset}`, at: iso(timestamp), service, instance, level, orderId, text }
    const lines = [...this.of(orderId), line].slice(-LINES_MOST)
    // Said last, forgotten last.
    this.#lines.delete(orderId)
    this.#lines.set(orderId, lines)
    this.#untold.push(line)
    if (this.#untold.length > LINES_MOST) this.#untold.shift()
    if (this.#lines.size <= ORDERS_MOST) return
    for (const oldest of this.#lines.keys()) {
      this.#lines.delete(oldest)
      return
    }
  }

  takeUntold(): readonly LogLine[] {
    const untold = this.#untold
    this.#untold = []
    return untold
  }
}

/** The services' logs by order, live, of all instances wherever they run. */
export class LogView {
  readonly #view: View<LogBook>
  readonly #listeners = new Set<(line: LogLine) => void>()

  constructor(kafka: KafkaClient) {
    this.#view = view<typeof pizzaLogs, LogBook>(kafka, {
      name: 'webapp.logs',
      topics: [pizzaLogs],
      empty: () => new LogBook(),
      apply: (book, record) => book.apply(record),
      deadLetter: 'off',
    })
    this.#view.onApplied(() => {
      for (const line of this.#view.state.takeUntold()) for (const listener of this.#listeners) listener(line)
    })
  }

  ready(): Promise<void> {
    return this.#view.ready()
  }

  /** Oldest first. */
  of(orderId: string): readonly LogLine[] {
    return this.#view.state.of(orderId)
  }

  onLine(listener: (line: LogLine) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  stop(): Promise<void> {
    return this.#view.stop()
  }
}
