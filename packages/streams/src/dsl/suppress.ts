import { Refusal } from '@millrace/kernel'
import { needed, stamped, type Stamped } from '../topology/codecs.ts'
import { earliestIn, setEarliest } from '../topology/earliest.ts'
import type { AnyStore, GraphNode, Run } from '../topology/graph.ts'
import { noHeaders } from '../topology/execution.ts'
import type { Change, StreamRecord, Windowed } from '../topology/stream-record.ts'
import type { Place } from './place.ts'

/** Kafka Streams' `Suppressed.untilWindowCloses(unbounded())`. Headers are not kept. */
export function suppressed<K extends Windowed<unknown>, V>(
  place: Place<K, V>,
  graceMs: number | undefined,
): Place<K, V> {
  const { graph, node } = place
  if (graceMs === undefined) {
    throw new Refusal('INVALID_TOPOLOGY', 'only a windowed aggregation can be suppressed until its windows close')
  }
  const nodeName = graph.name('KTABLE-SUPPRESS-')
  const store = graph.name('KTABLE-SUPPRESS-STATE-STORE-')
  const key = needed(place.key, 'key', store)
  const bytesOf = (each: Windowed<unknown>): Buffer => key.encode(each as K) ?? Buffer.alloc(0)
  graph.addStore(store, {
    key,
    value: stamped(needed(place.value, 'value', store)),
  })
  const work = (record: StreamRecord<K, Change<V>>, run: Run, self: GraphNode): void => {
    const over = run.observe(self, record.timestamp) - graceMs
    const waiting = run.store(store)
    const { end } = record.key.window
    if (record.value.after === null) waiting.delete(record.key)
    else waiting.set(record.key, [record.value.after, record.timestamp])
    setEarliest(waiting, Math.min(earliestIn(waiting), end))
    if (earliestIn(waiting) <= over) for (const each of release(waiting, over, bytesOf)) run.forward(self, each)
  }
  const suppressing = graph.addProcessor(nodeName, { parents: [node], stores: [store], timed: true, work })
  return { ...place, node: suppressing }
}

/** What is over, in Kafka Streams' order: by the windows' ends, then by the bytes of the keys. */
function release(
  waiting: AnyStore,
  over: number,
  bytesOf: (key: Windowed<unknown>) => Buffer,
): StreamRecord<Windowed<unknown>, Change>[] {
  const due: { readonly bytes: Buffer; readonly record: StreamRecord<Windowed<unknown>, Change> }[] = []
  let next = Infinity
  for (const [key, [after, timestamp]] of waiting.entries() as Iterable<[Windowed<unknown>, Stamped<unknown>]>) {
    if (key.window.end > over) next = Math.min(next, key.window.end)
    else
      due.push({ bytes: bytesOf(key), record: { key, timestamp, headers: noHeaders, value: { before: null, after } } })
  }
  setEarliest(waiting, next)
  const sorted = due.toSorted((a, b) => a.record.key.window.end - b.record.key.window.end || a.bytes.compare(b.bytes))
  for (const { record } of sorted) waiting.delete(record.key)
  return sorted.map(({ record }) => record)
}
