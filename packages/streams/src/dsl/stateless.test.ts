import { text, topic } from '@millrace/client'
import { expect, it } from 'vitest'
import { TopologyTestDriver } from '../driver/topology-test-driver.ts'
import { numberCodec } from '../testing/number-codec.ts'
import { topology } from './topology.ts'

const lines = topic({ name: 'lines', key: text(), value: text() })
const others = topic({ name: 'others', key: text(), value: text() })
const out = topic({ name: 'out', key: text(), value: text() })
const lengths = topic({ name: 'lengths', key: text(), value: numberCodec })

const pairs = (records: readonly { readonly key: string; readonly value: unknown }[]) =>
  records.map(({ key, value }) => [key, value])

it('maps, filters and flattens, and keeps timestamps', () => {
  const t = topology()
  t.stream(lines)
    .filter((_, line) => line !== '')
    .flatMapValues((line) => line.split(' '))
    .filterNot((_, word) => word === 'a')
    .map((key, word) => [key.toUpperCase(), word.length])
    .to(lengths)
  const driver = new TopologyTestDriver(t)
  driver.pipe(lines, 'k', 'a bee sees', { timestamp: 5 })
  driver.pipe(lines, 'k', '', { timestamp: 6 })
  expect(driver.read(lengths)).toEqual([
    { key: 'K', value: 3, timestamp: 5 },
    { key: 'K', value: 4, timestamp: 5 },
  ])
})

it('gives each record to the first branch that holds, else to the rest', () => {
  const t = topology()
  const { short, long, rest } = t.stream(lines).split({
    short: (_, line) => line.length < 3,
    long: (_, line) => line.length > 5,
  })
  short.mapValues(() => 'short').to(out)
  long
    .mapValues(() => 'long')
    .merge(rest)
    .to(others)
  const driver = new TopologyTestDriver(t)
  for (const line of ['ab', 'abcdef', 'abcd']) driver.pipe(lines, 'k', line)
  expect(pairs(driver.read(out))).toEqual([['k', 'short']])
  expect(pairs(driver.read(others))).toEqual([
    ['k', 'long'],
    ['k', 'abcd'],
  ])
})

it('numbers and names its steps as Kafka Streams does', () => {
  const t = topology()
  t.stream(lines)
    .flatMapValues((line) => line.split(' '), text())
    .groupBy((_, word) => word, { key: text() })
    .count({ name: 'counts-store' })
    .toStream()
    .to(lengths)
  expect(t.describe()).toBe(`Topologies:
   Sub-topology: 0
    Source: KSTREAM-SOURCE-0000000000 (topics: [lines])
      --> KSTREAM-FLATMAPVALUES-0000000001
    Processor: KSTREAM-FLATMAPVALUES-0000000001 (stores: [])
      --> KSTREAM-KEY-SELECT-0000000002
      <-- KSTREAM-SOURCE-0000000000
    Processor: KSTREAM-KEY-SELECT-0000000002 (stores: [])
      --> counts-store-repartition-filter
      <-- KSTREAM-FLATMAPVALUES-0000000001
    Processor: counts-store-repartition-filter (stores: [])
      --> counts-store-repartition-sink
      <-- KSTREAM-KEY-SELECT-0000000002
    Sink: counts-store-repartition-sink (topic: counts-store-repartition)
      <-- counts-store-repartition-filter

   Sub-topology: 1
    Source: counts-store-repartition-source (topics: [counts-store-repartition])
      --> KSTREAM-AGGREGATE-0000000003
    Processor: KSTREAM-AGGREGATE-0000000003 (stores: [counts-store])
      --> KTABLE-TOSTREAM-0000000007
      <-- counts-store-repartition-source
    Processor: KTABLE-TOSTREAM-0000000007 (stores: [])
      --> KSTREAM-SINK-0000000008
      <-- KSTREAM-AGGREGATE-0000000003
    Sink: KSTREAM-SINK-0000000008 (topic: lengths)
      <-- KTABLE-TOSTREAM-0000000007
`)
})

it('refuses to write what it has no codec for, and says where', () => {
  const t = topology()
  const grouped = t.stream(lines).groupBy((_, line) => line.length)
  expect(() => grouped.count({ name: 'c' })).toThrow(/c-repartition has to write the key/)
})

it('refuses two stores of one name', () => {
  const t = topology()
  t.table(lines, { name: 'same' })
  expect(() => t.table(others, { name: 'same' })).toThrow(/two of store same/)
})

it('goes through topics of its own, and reads again what it wrote', () => {
  const t = topology()
  t.stream(lines).repartition({ name: 'again', partitions: 3 }).to(out)
  t.stream(out).to(others)
  const driver = new TopologyTestDriver(t)
  driver.pipe(lines, 'k', 'v')
  expect(pairs(driver.read(others))).toEqual([['k', 'v']])
})
