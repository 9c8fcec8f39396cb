import { Refusal } from '@millrace/kernel'
import type { KTable } from '../dsl/table.ts'
import type { ReadonlyStore } from '../processor/store.ts'
import type { Reading } from '../topology/graph.ts'
import type { PartProcessor } from './part-processor.ts'

/** What is committed of a table, as far as this instance has it. */
export interface TableQuery<K, V> {
  get(key: K): V | undefined
  /** Keys between the two, both inclusive, in the order of their bytes. */
  range(from: K, to: K): [key: K, value: V][]
  all(): IterableIterator<[key: K, value: V]>
  /** The partition that a key belongs to, and whether it is this instance's. */
  owner(key: K): { readonly partition: number; readonly here: boolean }
}

const WINDOW_BYTES = 16

export interface Owning {
  readonly processor: PartProcessor
  readonly partitionOf: (key: Buffer) => number
}

export function tableQuery<K, V>(table: KTable<K, V, unknown>, { processor, partitionOf }: Owning): TableQuery<K, V> {
  const codec = table.place.key
  if (codec === undefined) throw new Refusal('CODEC_MISSING', 'a table can be queried when its keys have a codec')
  const readings = (): Reading[] => processor.partitions.flatMap((partition) => readingOf(processor, partition) ?? [])
  const bytesOf = (key: K): Buffer => codec.encode(key) ?? Buffer.alloc(0)
  function* all(): Generator<[K, V]> {
    for (const reading of readings()) {
      for (const key of table.lookup.keys(reading)) {
        const found = table.lookup.get(reading, key)
        if (found !== undefined) yield [key, found[0]]
      }
    }
  }
  return {
    all,
    get(key) {
      for (const reading of readings()) {
        const found = table.lookup.get(reading, key)
        if (found !== undefined) return found[0]
      }
      return undefined
    },
    range(from, to) {
      const [first, last] = [bytesOf(from), bytesOf(to)]
      const within = [...all()].map((entry) => ({ entry, bytes: bytesOf(entry[0]) }))
      return within
        .filter(({ bytes }) => bytes.compare(first) >= 0 && bytes.compare(last) <= 0)
        .toSorted((a, b) => a.bytes.compare(b.bytes))
        .map(({ entry }) => entry)
    },
    owner(key) {
      // A windowed key ends with 16 bytes of its window, which have no say in where it lies.
      const bytes = bytesOf(key)
      const partition = partitionOf(table.windowed ? bytes.subarray(0, -WINDOW_BYTES) : bytes)
      return { partition, here: processor.partitions.includes(partition) }
    },
  }
}

function readingOf(processor: PartProcessor, partition: number): Reading | undefined {
  const stores = processor.stores(partition) as Readonly<Record<string, ReadonlyStore<unknown, unknown>>> | undefined
  if (stores === undefined) return undefined
  return {
    store(name) {
      const store = stores[name]
      if (store === undefined) throw new Refusal('UNKNOWN_STORE', `there is no store ${name}`)
      return store
    },
  }
}
