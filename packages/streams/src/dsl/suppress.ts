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
  graph.addStore(store, {
    key: needed(place.key, 'key', store),
    value: stamped(needed(place.value, 'value', store)),
  })
  const work = (record: StreamRecord<K, Change<V>>, run: Run, self: GraphNode): void => {
    const over = run.observe(self, record.timestamp) - graceMs
    const waiting = run.store(store)
    const { end } = record.key.window
    if (record.value.after === null) waiting.delete(record.key)
    else waiting.set(record.key, [record.value.after, record.timestamp])
    setEarliest(waiting, Math.min(earliestIn(waiting), end))
    if (earliestIn(waiting) <= over) release(waiting, over, run, self)
  }
  const suppressing = graph.addProcessor(nodeName, { parents: [node], stores: [store], timed: true, work })
  return { ...place, node: suppressing }
}

function release(waiting: AnyStore, over: number, run: Run, self: GraphNode): void {
  const due: [key: Windowed<unknown>, stamped: Stamped<unknown>][] = []
  let next = Infinity
  for (const [key, stamped] of waiting.entries() as Iterable<[Windowed<unknown>, Stamped<unknown>]>) {
    if (key.window.end <= over) due.push([key, stamped])
    else next = Math.min(next, key.window.end)
  }
  setEarliest(waiting, next)
  for (const [key, [after, timestamp]] of due.toSorted((a, b) => a[0].window.end - b[0].window.end)) {
    waiting.delete(key)
    run.forward(self, { key, timestamp, headers: noHeaders, value: { before: null, after } })
  }
}
