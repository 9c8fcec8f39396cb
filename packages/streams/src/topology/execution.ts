import type { OutputRecord, RecordHeaders } from '@millrace/client'
import { invariant } from '@millrace/kernel'
import type { AnyStore, GraphNode, Run } from './graph.ts'
import type { StreamRecord } from './stream-record.ts'

/** Where an execution's stores lie and its output goes. */
export interface Surroundings {
  readonly partition: number
  readonly stores: Readonly<Record<string, AnyStore>>
  /** Where stream time is kept; absent when nothing asks for it. */
  readonly times: AnyStore | undefined
  readonly send: (record: OutputRecord) => void
  readonly topicOf: (name: string, internal: boolean) => string
}

/** One record, or one punctuation, through a part of a topology. Keeps nothing: what has to last lies in stores. */
export class Execution implements Run {
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
  }

  get partition(): number {
    return this.#around.partition
  }

  get streamTime(): number {
    return (this.#around.times?.get('task') as number | undefined) ?? -1
  }

  store(name: string): AnyStore {
    const store = this.#around.stores[name]
    invariant(store !== undefined, 'a step uses only stores that it named', name)
    return store
  }

  forward(from: GraphNode, record: StreamRecord): void {
    for (const child of from.children) child.work(record, this, child)
  }

  send(record: OutputRecord, internal: boolean): void {
    this.#around.send({ ...record, topic: this.#around.topicOf(record.topic, internal) })
  }

  observe(node: Pick<GraphNode, 'name'>, timestamp: number): number {
    return this.#latest(`node ${node.name}`, timestamp)
  }

  /** A record of a source, and the punctuations that its timestamp makes due. */
  take(source: GraphNode, record: StreamRecord, nodes: readonly GraphNode[]): void {
    if (this.#around.times !== undefined) this.#latest('task', record.timestamp)
    source.work(record, this, source)
    if (this.#around.times !== undefined) this.#punctuate(nodes)
  }

  /** By stream time: at first with the first record, then once for each time that at least one interval has passed. */
  #punctuate(nodes: readonly GraphNode[]): void {
    const now = this.streamTime
    for (const node of nodes) {
      for (const [index, { by, everyMs, run }] of node.punctuations.entries()) {
        if (by !== 'stream-time') continue
        const key = `due ${node.name} ${index}`
        const due = (this.#around.times?.get(key) as number | undefined) ?? 0
        if (now < due) continue
        this.#around.times?.set(key, due + everyMs * (Math.floor((now - due) / everyMs) + 1))
        run(now, this, node)
      }
    }
  }

  #latest(key: string, timestamp: number): number {
    const { times } = this.#around
    invariant(times !== undefined, 'a step that asks for stream time said so')
    const before = (times.get(key) as number | undefined) ?? -1
    if (timestamp > before) times.set(key, timestamp)
    return Math.max(before, timestamp)
  }
}

export const noHeaders: RecordHeaders = []
