import type { OutputRecord, RecordHeaders, Topic } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { Topology } from '../dsl/topology.ts'
import { Execution, noHeaders } from '../topology/execution.ts'
import { forgetEarliest } from '../topology/earliest.ts'
import type { GraphNode } from '../topology/graph.ts'
import { subtopologies, type Subtopology } from '../topology/subtopologies.ts'
import { LayeredStore } from '../processor/store.ts'
import { timesSpec } from '../topology/times.ts'

/** A record that the topology wrote. */
export interface DriverRecord<K, V> {
  readonly key: K
  readonly value: V
  readonly timestamp: number
}

interface Part extends Subtopology {
  readonly times: LayeredStore<string, number>
}

interface Alarm {
  dueAt: number
  readonly everyMs: number
  readonly fire: (now: number, run: Execution) => void
  readonly part: Part
}

/**
 * Runs a topology without a broker, in one partition, under a clock that only `advanceClock` moves; Kafka Streams'
 * TopologyTestDriver. Everything goes through its codecs.
 */
export class TopologyTestDriver {
  readonly #stores: Map<string, LayeredStore<unknown, unknown>>
  readonly #parts: readonly Part[]
  readonly #alarms: Alarm[]
  readonly #written = new Map<string, OutputRecord[]>()
  readonly #waiting: OutputRecord[] = []
  #now: number

  constructor({ graph }: Topology, { start = 0 }: { readonly start?: number } = {}) {
    this.#now = start
    this.#stores = new Map([...graph.stores].map(([name, spec]) => [name, new LayeredStore(spec)]))
    this.#parts = subtopologies(graph).map((part) => ({
      ...part,
      times: new LayeredStore(timesSpec),
    }))
    this.#alarms = this.#parts.flatMap((part) =>
      part.nodes.flatMap((node) =>
        node.punctuations
          .filter(({ by }) => by === 'clock')
          .map(({ everyMs, run }) => ({
            dueAt: start + everyMs,
            everyMs,
            part,
            fire: (now: number, execution: Execution) => run(now, execution, node),
          })),
      ),
    )
  }

  /** Domain time, ms since epoch. */
  get now(): number {
    return this.#now
  }

  /** A record into a topic, and everything that follows from it. The clock's now is its timestamp when it has none. */
  pipe<K, V>(
    topic: Topic<string, K, V>,
    key: K,
    value: V,
    extra: { readonly timestamp?: number; readonly headers?: RecordHeaders } = {},
  ): void {
    if (this.#sourceOf(topic.name) === undefined) {
      throw new Refusal('UNKNOWN_TOPIC', `the topology does not read ${topic.name}`)
    }
    this.#waiting.push(topic.record(key, value, { timestamp: this.#now, ...extra }))
    this.#drain()
  }

  /** What was written to a topic since the last call. */
  read<K, V>(topic: Topic<string, K, V>): DriverRecord<K, V>[] {
    const records = this.#written.get(topic.name) ?? []
    this.#written.delete(topic.name)
    return records.map((record) => {
      const raw = { ...inPartition(record), topic: topic.name }
      const read = topic.decode(raw)
      if (read.kind === 'poison') throw new Refusal('INVALID_RECORD', `${topic.name}: ${read.reason}`)
      const { key, value, timestamp } = read.record
      return { key, value, timestamp }
    })
  }

  /** Entries of a store; a table's are [value, timestamp]. */
  entries(store: string): [key: unknown, value: unknown][] {
    const found = this.#stores.get(store)
    if (found === undefined) throw new Refusal('UNKNOWN_STORE', `the topology has no store ${store}`)
    return [...found.committed.entries()].map(([key, value]) => [key, value])
  }

  /** Moves the clock; punctuations fire in the order of their times. */
  advanceClock(ms: number): void {
    const target = this.#now + ms
    for (;;) {
      const next = this.#alarms.toSorted((a, b) => a.dueAt - b.dueAt)[0]
      if (next === undefined || next.dueAt > target) break
      this.#now = next.dueAt
      next.dueAt += next.everyMs
      this.#wholly(next.part, (run) => next.fire(this.#now, run))
      this.#drain()
    }
    this.#now = target
  }

  #drain(): void {
    for (let record = this.#waiting.shift(); record !== undefined; record = this.#waiting.shift()) this.#process(record)
  }

  #process(output: OutputRecord): void {
    const node = this.#sourceOf(output.topic)
    const part = this.#parts.find(({ nodes }) => node !== undefined && nodes.includes(node))
    if (node?.source === undefined || part === undefined) return
    const raw = inPartition(output)
    const [key, value] = [node.source.key.decode(raw.key), node.source.value.decode(raw.value)]
    for (const read of [key, value]) {
      if (read.kind === 'poison') throw new Refusal('INVALID_RECORD', `${output.topic}: ${read.reason}`)
    }
    if (key.kind === 'poison' || value.kind === 'poison') return
    const { timestamp, headers } = raw
    this.#wholly(part, (run) => run.take(node, { key: key.value, value: value.value, timestamp, headers }, part.nodes))
  }

  /** What throws leaves nothing behind. */
  #wholly(part: Part, work: (run: Execution) => void): void {
    const sent: OutputRecord[] = []
    try {
      work(this.#execution(part, (record) => sent.push(record)))
    } catch (error) {
      for (const store of this.#stores.values()) store.dropRecord()
      part.times.dropRecord()
      forgetEarliest(this.#stores.values())
      throw error
    }
    this.#commit()
    for (const record of sent) {
      if (this.#sourceOf(record.topic) !== undefined) this.#waiting.push(record)
      const written = this.#written.get(record.topic) ?? []
      written.push(record)
      this.#written.set(record.topic, written)
    }
  }

  #execution({ times }: Part, send: (record: OutputRecord) => void): Execution {
    return new Execution({
      partition: 0,
      stores: Object.fromEntries(this.#stores),
      times: times as unknown as LayeredStore<unknown, unknown>,
      topicOf: (name) => name,
      send,
    })
  }

  /** Each change through its codecs, as a changelog would have it. */
  #commit(): void {
    for (const store of [...this.#stores.values(), ...this.#parts.map(({ times }) => times)]) {
      store.keepRecord()
      const changes = store.changes('changelog', 0)
      store.keepTransaction()
      store.restore(changes.map(inPartition))
    }
  }

  #sourceOf(topic: string): GraphNode | undefined {
    return this.#parts.flatMap(({ sources }) => sources).find(({ source }) => source?.name === topic)
  }
}

function inPartition({ topic, key, value, timestamp = 0, headers }: OutputRecord) {
  return {
    topic,
    partition: 0,
    offset: 0,
    timestamp,
    key: key === undefined || key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: Array.isArray(headers) ? (headers as RecordHeaders) : noHeaders,
  }
}
