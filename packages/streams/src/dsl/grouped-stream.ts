import { codecOf, needed, numbers, type CodecLike } from '../topology/codecs.ts'
import type { Windowed } from '../topology/stream-record.ts'
import { aggregated, type Folding } from './aggregation.ts'
import type { Place } from './place.ts'
import { SessionWindowedStream } from './session-windowed.ts'
import { slidingWindowsAggregated } from './sliding-windowed.ts'
import type { KTable, TableNaming } from './table.ts'
import { timeWindowsAggregated } from './time-windowed.ts'
import type { SessionWindows, SlidingWindows, TimeWindows } from './windows.ts'

/** What is kept: the value's codec is needed, for the changelog. */
export interface AggregateOptions<A> {
  readonly name?: string
  readonly value: CodecLike<A>
}

/** Ways to fold the records of a key; what they give depends on whether the stream is windowed. */
abstract class Grouped<K, V, Key> {
  protected readonly place: Place<K, V>

  constructor(place: Place<K, V>) {
    this.place = place
  }

  count({ name }: { readonly name?: string } = {}): KTable<Key, number, never> {
    return this.folded({ name, value: numbers, fold: (_key, _value, before: number | null) => (before ?? 0) + 1 })
  }

  reduce(reduce: (aggregate: V, value: V) => V, { name, value }: TableNaming<V> = {}): KTable<Key, V, never> {
    const codec = needed((codecOf(value) as Place<K, V>['value']) ?? this.place.value, 'value', 'reduce')
    const fold = (_key: K, next: V, before: V | null): V => (before === null ? next : reduce(before, next))
    return this.folded({ name, value: codec, fold })
  }

  aggregate<A>(
    initial: () => NoInfer<A>,
    aggregate: (key: K, value: V, aggregate: NoInfer<A>) => NoInfer<A>,
    { name, value }: AggregateOptions<A>,
  ): KTable<Key, A, never> {
    const fold = (key: K, next: V, before: A | null): A => aggregate(key, next, before ?? initial())
    return this.folded({ name, value: codecOf(value), fold })
  }

  protected abstract folded<A>(folding: Folding<K, V, A>): KTable<Key, A, never>
}

/** A stream whose records of a key belong together. */
export class GroupedStream<K, V> extends Grouped<K, V, K> {
  windowedBy(windows: TimeWindows | SlidingWindows): TimeWindowedStream<K, V>
  windowedBy(windows: SessionWindows): SessionWindowedStream<K, V>
  windowedBy(
    windows: TimeWindows | SlidingWindows | SessionWindows,
  ): TimeWindowedStream<K, V> | SessionWindowedStream<K, V> {
    return windows.kind === 'session'
      ? new SessionWindowedStream(this.place, windows)
      : new TimeWindowedStream(this.place, windows)
  }

  protected override folded<A>(folding: Folding<K, V, A>): KTable<K, A, never> {
    return aggregated(this.place, folding)
  }
}

/** Per key and window. */
export class TimeWindowedStream<K, V> extends Grouped<K, V, Windowed<K>> {
  readonly #windows: TimeWindows | SlidingWindows

  constructor(place: Place<K, V>, windows: TimeWindows | SlidingWindows) {
    super(place)
    this.#windows = windows
  }

  protected override folded<A>(folding: Folding<K, V, A>): KTable<Windowed<K>, A, never> {
    const windows = this.#windows
    return windows.kind === 'time'
      ? timeWindowsAggregated(this.place, windows, folding)
      : slidingWindowsAggregated(this.place, windows, folding)
  }
}
