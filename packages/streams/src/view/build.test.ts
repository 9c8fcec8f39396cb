import { text, topic, type Chunk, type KafkaRecord } from '@millrace/client'
import { expect, it } from 'vitest'
import { numberCodec } from '../testing/number-codec.ts'
import { Build } from './build.ts'
import { Positions } from './positions.ts'

const amounts = topic({ name: 'amounts', key: text(), value: numberCodec })

const record = (offset: number, value: string): KafkaRecord => ({
  topic: 'amounts',
  partition: 0,
  offset,
  timestamp: 0,
  key: Buffer.from('k'),
  value: Buffer.from(value),
  headers: [],
})
const chunk = (nextOffset: number, ...records: KafkaRecord[]): Chunk => ({
  topic: 'amounts',
  partition: 0,
  records,
  nextOffset,
  endOffset: 100,
  startOffset: 0,
  bytes: 1,
})

function build() {
  const bad: [number, string][] = []
  const made = new Build({
    topics: [amounts],
    apply: (sum: number, { value }) => {
      if (value < 0) throw new Error('no debts')
      return sum + value
    },
    bad: ({ offset }, reason) => bad.push([offset, reason]),
    state: 0,
    start: Positions.of([{ topic: 'amounts', partition: 0, offset: 0 }]),
    target: Positions.of([{ topic: 'amounts', partition: 0, offset: 5 }]),
  })
  return { made, bad }
}

it('applies records in order until it is whole', () => {
  const { made } = build()
  made.take(chunk(2, record(0, '1'), record(1, '2')))
  expect([made.state, made.whole]).toEqual([3, false])
  made.take(chunk(5))
  expect([made.state, made.whole, made.applied]).toEqual([3, true, 2])
})

it('passes over what cannot be read or applied', () => {
  const { made, bad } = build()
  made.take(chunk(4, record(0, '1'), record(1, '{'), record(2, '-1'), record(3, '5')))
  expect(made.state).toBe(6)
  expect(bad).toEqual([
    [1, expect.stringContaining('it is no number')],
    [2, 'no debts'],
  ])
})

it('applies a record once, also when it is read twice', () => {
  const { made } = build()
  made.take(chunk(2, record(0, '1'), record(1, '2')))
  made.take(chunk(3, record(1, '2'), record(2, '4')))
  expect(made.state).toBe(7)
})
