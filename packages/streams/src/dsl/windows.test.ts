import { text, topic } from '@millrace/client'
import { expect, it } from 'vitest'
import { TopologyTestDriver } from '../driver/topology-test-driver.ts'
import { numberCodec } from '../testing/number-codec.ts'
import type { KTable } from './table.ts'
import type { Windowed } from '../topology/stream-record.ts'
import { within } from './join-window.ts'
import { topology } from './topology.ts'
import { hopping, sessions, sliding, tumbling } from './windows.ts'

const clicks = topic({ name: 'clicks', key: text(), value: text() })
const views = topic({ name: 'views', key: text(), value: text() })
const out = topic({ name: 'out', key: text(), value: text() })
const counts = topic({ name: 'counts', key: text(), value: text() })

const MINUTE = 60_000

/** `key@start-end=value`, seconds. */
function written(table: KTable<Windowed<string>, number, unknown>): void {
  table
    .toStream()
    .map(({ key, window }, count) => [key, `${window.start / 1000}-${window.end / 1000}=${String(count)}`])
    .to(counts)
}

function after(driver: TopologyTestDriver, records: readonly (readonly [key: string, seconds: number])[]): string[] {
  for (const [key, seconds] of records) driver.pipe(clicks, key, 'x', { timestamp: seconds * 1000 })
  return driver.read(counts).map(({ key, value }) => `${key}@${value}`)
}

it('counts in tumbling windows, and drops what is too late', () => {
  const t = topology()
  written(
    t
      .stream(clicks)
      .groupByKey()
      .windowedBy(tumbling(MINUTE, { graceMs: 10_000 }))
      .count(),
  )
  const driver = new TopologyTestDriver(t)
  const given = [
    ['a', 5],
    ['a', 59],
    ['b', 65],
    ['a', 10],
    ['b', 70],
    ['a', 20],
  ] as const
  expect(after(driver, given)).toEqual(['a@0-60=1', 'a@0-60=2', 'b@60-120=1', 'a@0-60=3', 'b@60-120=2'])
})

it('counts in each of the hopping windows that hold a record', () => {
  const t = topology()
  written(t.stream(clicks).groupByKey().windowedBy(hopping(MINUTE, 20_000)).count())
  expect(
    after(new TopologyTestDriver(t), [
      ['a', 5],
      ['a', 45],
    ]),
  ).toEqual(['a@0-60=1', 'a@0-60=2', 'a@20-80=1', 'a@40-100=1'])
})

it('makes one session of those that a record joins, and withdraws them', () => {
  const t = topology()
  written(
    t
      .stream(clicks)
      .groupByKey()
      .windowedBy(sessions(10_000, { graceMs: MINUTE }))
      .count(),
  )
  expect(
    after(new TopologyTestDriver(t), [
      ['a', 0],
      ['a', 15],
      ['a', 8],
      ['a', 40],
      ['a', 12],
    ]),
  ).toEqual(['a@0-0=1', 'a@15-15=1', 'a@0-0=null', 'a@15-15=null', 'a@0-15=3', 'a@40-40=1', 'a@0-15=null', 'a@0-15=4'])
})

it('slides a window to each record, and begins one after each', () => {
  const t = topology()
  written(
    t
      .stream(clicks)
      .groupByKey()
      .windowedBy(sliding(10_000, { graceMs: 30_000 }))
      .count(),
  )
  const driver = new TopologyTestDriver(t)
  expect(after(driver, [['a', 10]])).toEqual(['a@0-10=1'])
  expect(after(driver, [['a', 15]])).toEqual(['a@10.001-20.001=1', 'a@5-15=2'])
  // Late: it is in the windows of both, ends one, and the window after it holds the other two.
  expect(after(driver, [['a', 8]])).toEqual(['a@5-15=3', 'a@8.001-18.001=2', 'a@0-10=2'])
  expect(
    after(driver, [
      ['b', 100],
      ['a', 8],
    ]),
  ).toEqual(['b@90-100=1'])
})

it('gives the last value only, when a window and its grace are over', () => {
  const t = topology()
  const windows = tumbling(MINUTE, { graceMs: 5000 })
  const table = t.stream(clicks).groupByKey().windowedBy(windows).count().suppressUntilWindowCloses()
  written(table)
  const driver = new TopologyTestDriver(t)
  expect(
    after(driver, [
      ['a', 5],
      ['b', 6],
      ['a', 59],
      ['a', 64],
      ['a', 7],
    ]),
  ).toEqual([])
  expect(after(driver, [['c', 65]])).toEqual(['a@0-60=3', 'b@0-60=1'])
  expect(after(driver, [['c', 200]])).toEqual(['a@60-120=1', 'c@60-120=1'])
})

it('gives again what a step that failed did not take', () => {
  const t = topology()
  let fails = true
  t.stream(clicks)
    .groupByKey()
    .windowedBy(tumbling(MINUTE))
    .count()
    .suppressUntilWindowCloses()
    .toStream()
    .map(({ key }, count) => {
      if (fails) throw new Error('not now')
      return [key, String(count)]
    })
    .to(counts)
  const driver = new TopologyTestDriver(t)
  after(driver, [['a', 5]])
  expect(() => after(driver, [['a', 60]])).toThrow('not now')
  fails = false
  expect(after(driver, [['b', 61]])).toEqual(['a@1'])
})

it('forgets windows that nobody can change any more', () => {
  const t = topology()
  written(t.stream(clicks).groupByKey().windowedBy(tumbling(MINUTE)).count({ name: 'kept' }))
  const driver = new TopologyTestDriver(t)
  for (let minute = 0; minute < 100; minute++) driver.pipe(clicks, 'a', 'x', { timestamp: minute * MINUTE })
  expect(driver.entries('kept').length).toBeLessThan(4)
})

it.each([
  ['inner', ['a1', 'b1', 'b2']],
  ['left', ['a1', 'b1', 'b2', 'c-']],
  ['outer', ['a1', 'b1', 'b2', 'c-', '-9']],
] as const)('joins two streams in a window: %s', (kind, expected) => {
  const t = topology()
  const [one, other] = [t.stream(clicks), t.stream(views)]
  const window = within(10_000, { graceMs: 1000 })
  const both = (a: string | null, b: string | null): string => `${a ?? '-'}${b ?? '-'}`
  const joined = {
    inner: () => one.join(other, both, window),
    left: () => one.leftJoin(other, both, window),
    outer: () => one.outerJoin(other, both, window),
  }[kind]()
  joined.to(out)
  const driver = new TopologyTestDriver(t)
  driver.pipe(clicks, 'k', 'a', { timestamp: 0 })
  driver.pipe(views, 'k', '1', { timestamp: 5000 })
  driver.pipe(clicks, 'k', 'b', { timestamp: 12_000 })
  driver.pipe(views, 'k', '2', { timestamp: 13_000 })
  driver.pipe(clicks, 'k', 'c', { timestamp: 30_000 })
  driver.pipe(views, 'other', '9', { timestamp: 31_000 })
  driver.pipe(clicks, 'late', 'z', { timestamp: 100_000 })
  expect(driver.read(out).map(({ value }) => value)).toEqual(expected)
})

it('takes the later timestamp of the two', () => {
  const t = topology()
  t.stream(clicks)
    .join(t.stream(views), (a, b) => a + b, within(10_000))
    .to(out)
  const driver = new TopologyTestDriver(t)
  driver.pipe(clicks, 'k', 'a', { timestamp: 9000 })
  driver.pipe(views, 'k', 'b', { timestamp: 1000 })
  expect(driver.read(out)).toEqual([{ key: 'k', value: 'ab', timestamp: 9000 }])
})

it('runs a processor of one’s own, with a store, by stream time and by the clock', () => {
  const t = topology()
  t.stream(clicks)
    .process({
      stores: { seen: { key: text(), value: numberCodec } },
      process: ({ key }, { stores }) => stores.seen.set(key, (stores.seen.get(key) ?? 0) + 1),
      punctuate: [
        {
          everyMs: 10_000,
          by: 'clock',
          run: (now, { stores, forward }) => {
            for (const [key, count] of stores.seen.entries()) forward({ key, value: `clock ${count}`, timestamp: now })
          },
        },
        {
          everyMs: 60_000,
          by: 'stream-time',
          run: (now, { forward }) => forward({ key: 'time', value: `stream ${now}`, timestamp: now }),
        },
      ],
    })
    .to(out)
  const driver = new TopologyTestDriver(t)
  driver.pipe(clicks, 'a', 'x', { timestamp: 0 })
  driver.pipe(clicks, 'a', 'x', { timestamp: 1000 })
  driver.advanceClock(10_000)
  driver.pipe(clicks, 'a', 'x', { timestamp: 61_000 })
  const told = driver.read(out).map(({ key, value, timestamp }) => `${key} ${value} ${timestamp}`)
  expect(told).toEqual(['time stream 0 0', 'a clock 2 10000', 'time stream 61000 61000'])
})

it.each([() => tumbling(0), () => hopping(1000, 2000), () => sessions(0.5), () => within(-1), () => sliding(-1)])(
  'refuses windows that are none (%#)',
  (make) => expect(make).toThrow(expect.objectContaining({ code: 'INVALID_WINDOW' })),
)
