import { Refusal, messageOf, type LogPort } from '@millrace/kernel'
import type { Sent } from './change.ts'

/** Delivers one item; tries again by itself until the signal says to stop. A Refusal gives the item up. */
export type Deliver = (item: Sent, signal: AbortSignal) => Promise<void>

export interface RelayOptions {
  readonly deliver: Deliver
  readonly told: (seq: number) => void
  readonly log: LogPort
}

const LANES_MOST = 64

/** Sends what the ledger gives it: lanes side by side, each in order, each item until it is taken. */
export class Relay {
  readonly #options: RelayOptions
  readonly #lanes = new Map<string, Sent[]>()
  readonly #ready: string[] = []
  readonly #stop = new AbortController()
  readonly #idle = new Set<() => void>()
  #running = 0
  /** Items that were refused for good, since the start. */
  refused = 0
  #size = 0

  constructor(options: RelayOptions) {
    this.#options = options
  }

  /** Items that wait or are under way. */
  get size(): number {
    return this.#size
  }

  add(items: readonly Sent[]): void {
    for (const item of items) {
      this.#size += 1
      const lane = this.#lanes.get(item.lane)
      if (lane === undefined) {
        this.#lanes.set(item.lane, [item])
        this.#ready.push(item.lane)
      } else lane.push(item)
    }
    this.#fill()
  }

  /** Resolves when there is nothing to send. */
  idle(): Promise<void> {
    return this.#size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.add(resolve))
  }

  stop(): void {
    this.#stop.abort(new Refusal('CLOSED', 'the service is stopping'))
    for (const resolve of this.#idle) resolve()
    this.#idle.clear()
  }

  #fill(): void {
    while (this.#running < LANES_MOST) {
      const lane = this.#ready.shift()
      if (lane === undefined) return
      this.#running += 1
      void this.#run(lane)
    }
  }

  async #run(lane: string): Promise<void> {
    const items = this.#lanes.get(lane) ?? []
    for (let item = items[0]; item !== undefined && !this.#stop.signal.aborted; item = items[0]) {
      if (!(await this.#deliver(item))) break
      items.shift()
      this.#size -= 1
      this.#options.told(item.seq)
    }
    this.#lanes.delete(lane)
    this.#running -= 1
    this.#fill()
    if (this.#size > 0) return
    for (const resolve of this.#idle) resolve()
    this.#idle.clear()
  }

  /** False when the relay stops; then the item stays in the outbox. */
  async #deliver(item: Sent): Promise<boolean> {
    try {
      await this.#options.deliver(item, this.#stop.signal)
      return true
    } catch (error) {
      if (this.#stop.signal.aborted) return false
      this.refused += 1
      this.#options.log.error({ kind: item.kind, lane: item.lane, reason: messageOf(error) }, 'nobody takes this')
      return true
    }
  }
}
