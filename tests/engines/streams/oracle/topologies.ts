import { orTombstone, text, topic } from '@millrace/client'
import {
  hopping,
  sessions,
  sliding,
  tumbling,
  within,
  type KStream,
  type KTable,
  type Topology,
  type Windowed,
} from '@millrace/streams'

const value = text()
const nullable = () => ({ key: orTombstone(text()), value: orTombstone(text()) })

/** What every topology reads and writes; a value or a key may be null. */
export const TOPICS = {
  in: topic({ name: 'in', ...nullable() }),
  other: topic({ name: 'other', ...nullable() }),
}
export const OUT = topic({ name: 'out', ...nullable() })

type Key = string | null
type Text = string | null

const out = (stream: KStream<Key, Text>): void => stream.to(OUT)
const outTable = (table: KTable<Key, string, null>): void => out(table.toStream())
const outNumbers = (table: KTable<Key, number, unknown>): void => out(table.toStream().mapValues(String))
const outWindows = (table: KTable<Windowed<Key>, number | string, null | never>): void =>
  out(
    table
      .toStream()
      .map(({ key, window }, each) => [`${key}@${window.start}-${window.end}`, each === null ? null : String(each)]),
  )
const pair = (one: Text, two: Text): string => `${one}+${two}`
const first = (given: string): string => given.slice(0, 1)
const listed = (_key: Key, next: Text, sum: string): string => `${sum}${next};`

const tumble = tumbling(100, { graceMs: 50 })
const hop = hopping(100, 30, { graceMs: 20 })
const slide = sliding(40, { graceMs: 50 })
const session = sessions(25, { graceMs: 40 })
const near = within(40, { graceMs: 30 })

const streamOf = (built: Topology): KStream<Key, Text> => built.stream(TOPICS.in)
const otherOf = (built: Topology): KStream<Key, Text> => built.stream(TOPICS.other)
const tableOf = (built: Topology): KTable<Key, string> => built.table(TOPICS.in)
const otherTableOf = (built: Topology): KTable<Key, string> => built.table(TOPICS.other)
const there = (_key: Key, each: Text): each is string => each !== null

/** The twins of those in Oracle.java, by name. */
export const TOPOLOGIES: Readonly<Record<string, (built: Topology) => void>> = {
  'word count': (built) =>
    outNumbers(
      streamOf(built)
        .flatMapValues((line) => line?.split(' ') ?? [], value)
        .groupBy((_, word) => word, { key: value })
        .count() as unknown as KTable<Key, number>,
    ),
  'filter, map, branch, merge': (built) => {
    const { v, a, rest } = streamOf(built)
      .filter<string>(there)
      .filterNot((_, each) => each.endsWith('1'))
      .split({ v: (_, each) => each.startsWith('v'), a: (key) => key === 'a' })
    const turned: KStream<Key, Text> = v.map((key, each) => [each, key])
    out(turned.merge(a.mapValues((each) => `${each}!`)))
    out(
      rest
        .flatMap<Key, Text>((key, each) => [
          [key, '1'],
          [each, '2'],
        ])
        .selectKey((key, each) => `${key}${each}`),
    )
  },
  aggregate: (built) =>
    outTable(
      streamOf(built)
        .groupByKey()
        .aggregate(
          () => '',
          (key, each, sum) => `${sum}${key}${each}`,
          { value },
        ) as unknown as KTable<Key, string>,
    ),
  reduce: (built) => outTable(streamOf(built).groupByKey().reduce(pair) as unknown as KTable<Key, string>),
  'tumbling count': (built) => outWindows(streamOf(built).groupByKey().windowedBy(tumble).count()),
  'hopping aggregate': (built) =>
    outWindows(
      streamOf(built)
        .groupByKey()
        .windowedBy(hop)
        .aggregate(() => '', listed, { value }),
    ),
  'sliding aggregate': (built) =>
    outWindows(
      streamOf(built)
        .groupByKey()
        .windowedBy(slide)
        .aggregate(() => '', listed, { value }),
    ),
  'sliding count': (built) => outWindows(streamOf(built).groupByKey().windowedBy(slide).count()),
  'session count': (built) => outWindows(streamOf(built).groupByKey().windowedBy(session).count()),
  'session aggregate': (built) =>
    outWindows(
      streamOf(built)
        .groupByKey()
        .windowedBy(session)
        .aggregate(
          () => '',
          listed,
          (_key, one, two) => one + two,
          { value },
        ),
    ),
  'tumbling count, suppressed': (built) =>
    outWindows(streamOf(built).groupByKey().windowedBy(tumble).count().suppressUntilWindowCloses()),
  'session count, suppressed': (built) =>
    outWindows(streamOf(built).groupByKey().windowedBy(session).count().suppressUntilWindowCloses()),
  'stream-table join': (built) => out(streamOf(built).joinTable(otherTableOf(built), pair)),
  'stream-table left join': (built) => out(streamOf(built).leftJoinTable(otherTableOf(built), pair)),
  'stream-table join by another key': (built) =>
    out(
      streamOf(built)
        .filter<string>(there)
        .selectKey<Key>((_, each) => first(each), TOPICS.in.key)
        .leftJoinTable(otherTableOf(built), pair),
    ),
  'table-table join': (built) => outTable(tableOf(built).join(otherTableOf(built), pair)),
  'table-table left join': (built) => outTable(tableOf(built).leftJoin(otherTableOf(built), pair)),
  'table-table outer join': (built) => outTable(tableOf(built).outerJoin(otherTableOf(built), pair)),
  'table filter and map': (built) =>
    outTable(
      tableOf(built)
        .filter((_, each) => !each.endsWith('1'))
        .mapValues((each, key) => `${key}${each}`),
    ),
  'filtered tables, joined': (built) =>
    outTable(
      tableOf(built)
        .filter((_, each) => each.startsWith('v'))
        .outerJoin(
          otherTableOf(built).mapValues((each) => `${each}?`),
          pair,
        ),
    ),
  'stream to table': (built) =>
    outTable(streamOf(built).toTable().leftJoin(otherTableOf(built), pair) as KTable<Key, string>),
  'table grouped anew': (built) =>
    outTable(
      tableOf(built)
        .groupBy((_, each) => [first(each), each], { key: TOPICS.in.key, value })
        .aggregate(
          () => '',
          (_key, each, sum) => `${sum}+${each}`,
          (_key, each, sum) => `${sum}-${each}`,
          { value },
        ),
    ),
  'table counted anew': (built) =>
    outNumbers(
      tableOf(built)
        .groupBy((_, each) => [first(each), each], { key: TOPICS.in.key, value })
        .count(),
    ),
  'stream-stream join': (built) => out(streamOf(built).join<Text, Text>(otherOf(built), pair, near)),
  'stream-stream left join': (built) => out(streamOf(built).leftJoin<Text, Text>(otherOf(built), pair, near)),
  'stream-stream outer join': (built) => out(streamOf(built).outerJoin<Text, Text>(otherOf(built), pair, near)),
  'processor by stream time': (built) =>
    out(
      streamOf(built).process({
        process: (record, { streamTime, forward }) => forward({ ...record, value: `${record.value} at ${streamTime}` }),
        punctuate: [
          {
            everyMs: 50,
            by: 'stream-time',
            run: (now, { forward }) => forward({ key: 'tick', value: `at ${now}`, timestamp: now }),
          },
        ],
      }),
    ),
}
