import { text, topic, orTombstone } from '@millrace/client'
import { expect, it } from 'vitest'
import { TopologyTestDriver } from '../driver/topology-test-driver.ts'
import { numberCodec } from '../testing/number-codec.ts'
import { topology } from './topology.ts'

const lines = topic({ name: 'lines', key: text(), value: text() })
const left = topic({ name: 'left', key: text(), value: orTombstone(text()) })
const right = topic({ name: 'right', key: text(), value: orTombstone(text()) })
const out = topic({ name: 'out', key: text(), value: orTombstone(text()) })
const counts = topic({ name: 'counts', key: text(), value: numberCodec })

const told = <V>(records: readonly { readonly key: string; readonly value: V }[]) =>
  records.map(({ key, value }) => `${key}=${value}`)

it('counts words', () => {
  const t = topology()
  t.stream(lines)
    .flatMapValues((line) => line.split(' '), text())
    .groupBy((_, word) => word, { key: text() })
    .count({ name: 'counts-store' })
    .toStream()
    .to(counts)
  const driver = new TopologyTestDriver(t)
  driver.pipe(lines, '1', 'to be or', { timestamp: 9 })
  driver.pipe(lines, '1', 'not to be', { timestamp: 4 })
  expect(told(driver.read(counts))).toEqual(['to=1', 'be=1', 'or=1', 'not=1', 'to=2', 'be=2'])
  expect(driver.entries('counts-store')).toContainEqual(['to', [2, 9]])
})

it('reduces and aggregates by key', () => {
  const t = topology()
  const grouped = t.stream(lines).groupByKey()
  grouped
    .reduce((before, next) => before + next)
    .toStream()
    .to(out)
  grouped
    .aggregate(
      () => 100,
      (_, line, sum) => sum + line.length,
      { value: numberCodec },
    )
    .toStream()
    .to(counts)
  const driver = new TopologyTestDriver(t)
  for (const line of ['a', 'bc']) driver.pipe(lines, 'k', line)
  expect(told(driver.read(out))).toEqual(['k=a', 'k=abc'])
  expect(told(driver.read(counts))).toEqual(['k=101', 'k=103'])
})

it('joins a stream with a table as it is at the time', () => {
  const t = topology()
  const table = t.table(right)
  t.stream(lines)
    .joinTable(table, (line, entry) => `${line}${entry}`)
    .to(out)
  t.stream(lines)
    .leftJoinTable(table, (line, entry) => `${line}${entry ?? '-'}`)
    .to(left)
  const driver = new TopologyTestDriver(t)
  driver.pipe(lines, 'k', 'a')
  driver.pipe(right, 'k', '1')
  driver.pipe(lines, 'k', 'b')
  driver.pipe(right, 'k', null)
  driver.pipe(lines, 'k', 'c')
  expect(told(driver.read(out))).toEqual(['k=b1'])
  expect(told(driver.read(left))).toEqual(['k=a-', 'k=b1', 'k=c-'])
})

it.each([
  ['inner', ['k=a1', 'k=b1', 'k=null']],
  ['left', ['k=a-', 'k=a1', 'k=b1', 'k=b-', 'k=null']],
  ['outer', ['k=a-', 'k=a1', 'k=b1', 'k=b-', 'k=null', 'k=-2']],
] as const)('joins two tables: %s', (kind, expected) => {
  const t = topology()
  const [one, other] = [t.table(left), t.table(right)]
  const both = (a: string | null, b: string | null): string => `${a ?? '-'}${b ?? '-'}`
  const joined = {
    inner: () => one.join(other, both),
    left: () => one.leftJoin(other, both),
    outer: () => one.outerJoin(other, both),
  }[kind]()
  joined.toStream().to(out)
  const driver = new TopologyTestDriver(t)
  driver.pipe(left, 'k', 'a')
  driver.pipe(right, 'k', '1')
  driver.pipe(left, 'k', 'b')
  driver.pipe(right, 'k', null)
  driver.pipe(left, 'k', null)
  driver.pipe(right, 'k', '2')
  expect(told(driver.read(out))).toEqual(expected)
})

it('filters and maps tables, and removes what no longer holds', () => {
  const t = topology()
  t.table(left)
    .filter((_, value) => value.length > 1)
    .mapValues((value) => value.toUpperCase())
    .toStream()
    .to(out)
  const driver = new TopologyTestDriver(t)
  for (const value of ['ab', 'c', null]) driver.pipe(left, 'k', value)
  expect(told(driver.read(out))).toEqual(['k=AB', 'k=null', 'k=null'])
})

it('groups a table anew: an entry leaves the group that it was in', () => {
  const t = topology()
  t.table(left)
    .groupBy((key, team) => [team, key], { key: text(), value: text() })
    .count()
    .toStream()
    .to(counts)
  const driver = new TopologyTestDriver(t)
  driver.pipe(left, 'ann', 'red')
  driver.pipe(left, 'bob', 'red')
  driver.pipe(left, 'ann', 'blue')
  driver.pipe(left, 'bob', null)
  expect(told(driver.read(counts))).toEqual(['red=1', 'red=2', 'red=1', 'blue=1', 'red=0'])
})
