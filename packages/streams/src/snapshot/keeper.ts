import { messageOf, type ServicePorts } from '@millrace/kernel'
import type { TopicDescription } from '@millrace/client'
import { Positions } from '../view/positions.ts'
import { headBytes, itemBytes, readHead, tailBytes, type SnapshotHead } from './format.ts'
import type { SnapshotOptions } from './snapshot-options.ts'

/** What the topics are at the start: a snapshot must have been made of the same. */
export interface Present {
  readonly topics: readonly TopicDescription[]
  readonly earliest: Positions
  readonly latest: Positions
}

export interface Restored<S> {
  readonly state: S
  readonly positions: Positions
}

const ITEMS_AT_ONCE = 2000
const MOST_AGE_MS = 12 * 3_600_000

/** Saves and restores a view's state. */
export class SnapshotKeeper<S> {
  readonly #view: string
  readonly #options: SnapshotOptions<S>
  readonly #ports: ServicePorts

  constructor(view: string, options: SnapshotOptions<S>, ports: ServicePorts) {
    this.#view = view
    this.#options = options
    this.#ports = ports
  }

  /** Undefined when there is none that can be used; the log says why not. */
  async restore(present: Present): Promise<Restored<S> | undefined> {
    try {
      const bytes = await this.#options.store.read(this.#view)
      if (bytes === undefined) return undefined
      const { head, items } = readHead(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      const reason = this.#unusable(head, present)
      if (reason === undefined) return { state: this.#options.load(items), positions: Positions.of(head.positions) }
      this.#ports.log.warn({ view: this.#view, reason }, 'the snapshot of a view is not used; it is rebuilt')
    } catch (error) {
      this.#ports.log.error(
        { view: this.#view, reason: messageOf(error) },
        'the snapshot of a view is damaged; it is rebuilt',
      )
    }
    return undefined
  }

  /** Encodes the state a slice at a time; the caller keeps it unchanged until `encoded` is called. */
  async save(state: S, positions: Positions, topics: readonly TopicDescription[], encoded: () => void): Promise<void> {
    const head = { view: this.#view, version: this.#options.version, savedAt: this.#ports.clocks.domain.now() }
    const parts: Buffer[] = [headBytes({ ...head, topics, positions: positions.list() })]
    try {
      for (const item of this.#options.save(state)) {
        parts.push(itemBytes(item))
        if (parts.length % ITEMS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      encoded()
    }
    await this.#options.store.write(this.#view, [...parts, tailBytes(parts)])
  }

  #unusable(head: SnapshotHead, { topics, earliest, latest }: Present): string | undefined {
    if (head.view !== this.#view) return `it is of view ${head.view}`
    if (head.version !== this.#options.version)
      return `its version is ${head.version}, and ${this.#options.version} is needed`
    const age = this.#ports.clocks.domain.now() - head.savedAt
    if (age > (this.#options.mostAgeMs ?? MOST_AGE_MS))
      return `it is ${age} ms old: deletions may have been compacted away since`
    const same = (a: TopicDescription): boolean =>
      head.topics.some((b) => a.name === b.name && a.id === b.id && a.partitions === b.partitions)
    if (head.topics.length !== topics.length || !topics.every(same))
      return 'the topics are not those that it was made of'
    const positions = Positions.of(head.positions)
    if (!positions.reached(earliest)) return 'the topics no longer hold what came after it'
    return latest.reached(positions) ? undefined : 'the topics end before it: they have been cut'
  }
}
