import type { AnyTopic, Chunk, KafkaRecord, RecordOf } from '@millrace/client'
import { messageOf } from '@millrace/kernel'
import { Positions } from './positions.ts'

/** A state on its way through the topics: pure, fed with chunks. */
export class Build<T extends AnyTopic, S> {
  readonly positions: Positions
  /** Where it began, and what it has to reach to be whole. */
  readonly start: Positions
  readonly target: Positions
  state: S
  applied = 0
  readonly #topics: ReadonlyMap<string, AnyTopic>
  readonly #apply: (state: S, record: RecordOf<T>) => S | void
  readonly #bad: (record: KafkaRecord, reason: string) => void

  constructor(options: {
    readonly topics: readonly T[]
    readonly apply: (state: S, record: RecordOf<T>) => S | void
    readonly bad: (record: KafkaRecord, reason: string) => void
    readonly state: S
    readonly start: Positions
    readonly target: Positions
  }) {
    this.#topics = new Map(options.topics.map((topic) => [topic.name, topic]))
    this.#apply = options.apply
    this.#bad = options.bad
    this.state = options.state
    this.start = options.start
    this.target = options.target
    this.positions = Positions.of(options.start.list())
  }

  get whole(): boolean {
    return this.positions.reached(this.target)
  }

  take(chunk: Chunk): void {
    for (const record of chunk.records) this.#one(record)
    this.positions.set(chunk, Math.max(chunk.nextOffset, this.positions.get(chunk) ?? 0))
  }

  #one(raw: KafkaRecord): void {
    // Read twice after a reconnection, perhaps; applied once.
    if (raw.offset < (this.positions.get(raw) ?? 0)) return
    const read = this.#topics.get(raw.topic)?.decode(raw)
    if (read === undefined) return
    if (read.kind === 'poison') {
      this.#bad(raw, read.reason)
      return
    }
    try {
      const next = this.#apply(this.state, read.record as RecordOf<T>)
      if (next !== undefined) this.state = next
      this.applied++
    } catch (error) {
      this.#bad(raw, messageOf(error))
    }
  }
}
