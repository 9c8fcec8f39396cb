import type { RecordOf } from '@millrace/client'
import { STATUS } from '../contract/status.ts'
import type { pizzaStatus } from '../topics.ts'
import { readStatus } from './framing.ts'
import type { Sign } from './order-of.ts'

const SIGNS_MOST = 50

/** How the records of `pizza-status` were framed. */
export interface Framings {
  /** `key raw, value json` -> records */
  readonly met: Readonly<Record<string, number>>
  readonly unreadable: number
  /** Of the last record that could not be read: where it lies, what is wrong, and what to do. */
  readonly trouble?: string
}

/** The statuses of all orders, as `pizza-status` tells them. */
export class StatusBook {
  readonly #signs = new Map<string, readonly Sign[]>()
  readonly #met = new Map<string, number>()
  #unreadable = 0
  #trouble: string | undefined
  #changed = new Set<string>()

  get size(): number {
    return this.#signs.size
  }

  get(orderId: string): readonly Sign[] | undefined {
    return this.#signs.get(orderId)
  }

  ids(): IterableIterator<string> {
    return this.#signs.keys()
  }

  get framings(): Framings {
    const trouble = this.#trouble === undefined ? {} : { trouble: this.#trouble }
    return { met: Object.fromEntries(this.#met), unreadable: this.#unreadable, ...trouble }
  }

  apply(record: RecordOf<typeof pizzaStatus>): void {
    const read = readStatus(record)
    const place = `${record.topic}-${record.partition} at ${record.offset}`
    switch (read.kind) {
      case 'status': {
        const framing = `key ${read.keyFraming}, value ${read.valueFraming}`
        this.#met.set(framing, (this.#met.get(framing) ?? 0) + 1)
        const status = read.status ?? STATUS.unknown
        const trouble = read.status === undefined ? { trouble: `${place}: the value has no field status` } : {}
        this.#add(read.orderId, { status, at: read.timestamp ?? record.timestamp, ...trouble })
        return
      }
      case 'wrong':
        this.#unreadable++
        this.#trouble = `${place}: ${read.trouble}`
        this.#add(read.orderId, { status: STATUS.wrong, at: record.timestamp, trouble: this.#trouble })
        return
      case 'unreadable':
        this.#unreadable++
        this.#trouble = `${place}: ${read.trouble}`
        return
      case 'removed':
    }
  }

  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed
    this.#changed = new Set()
    return changed
  }

  #add(orderId: string, sign: Sign): void {
    this.#signs.set(orderId, [...(this.get(orderId) ?? []), sign].slice(-SIGNS_MOST))
    this.#changed.add(orderId)
  }
}
