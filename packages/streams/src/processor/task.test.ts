import type { Chunk } from '@millrace/client'
import { expect, it } from 'vitest'
import { Task } from './task.ts'

const chunk = (topic: string, from: number, timestamps: number[], nextOffset = from + timestamps.length): Chunk => ({
  topic,
  partition: 2,
  records: timestamps.map((timestamp, index) => ({
    topic,
    partition: 2,
    offset: from + index,
    timestamp,
    key: null,
    value: null,
    headers: [],
  })),
  nextOffset,
  endOffset: 100,
  startOffset: 0,
  bytes: 1,
})

function task(...topics: string[]): Task {
  const made = new Task(2, new Map())
  for (const topic of topics) made.open(topic, 0)
  return made
}

it('takes the oldest of its inputs’ heads', () => {
  const both = task('a', 'b')
  both.push(chunk('a', 0, [10, 30]), () => undefined)
  both.push(chunk('b', 0, [20]), () => undefined)
  const seen: string[] = []
  for (let head = both.head(); head !== undefined; head = both.head()) {
    seen.push(`${head.topic}@${head.timestamp}`)
    both.advance(head)
  }
  expect(seen).toEqual(['a@10', 'b@20', 'a@30'])
})

it('has to commit what it moved past, also what was never delivered', () => {
  const one = task('a')
  let released = 0
  one.push(chunk('a', 0, [1], 5), () => released++)
  expect(one.due()).toEqual([])
  const head = one.head()
  if (head !== undefined) one.advance(head)
  expect(one.due()).toEqual([{ topic: 'a', partition: 2, offset: 5 }])
  expect(released).toBe(1)
  one.keep(one.due(), 0)
  expect(one.due()).toEqual([])
  expect(one.lag).toBe(95)
})

it('gives memory back when it is closed, and takes nothing of topics that are not its own', () => {
  const one = task('a')
  let released = 0
  one.push(chunk('a', 0, [1]), () => released++)
  one.push(chunk('other', 0, [1]), () => released++)
  one.close()
  expect(released).toBe(2)
})

it('commits its positions with what was due with time, though they have not moved', () => {
  const one = task('a')
  one.wakeAt = 5
  expect(one.due()).toEqual([])
  one.wokeUp()
  expect(one.wakeAt).toBeUndefined()
  expect(one.due()).toEqual([{ topic: 'a', partition: 2, offset: 0 }])
  one.keep(one.due(), 0)
  expect(one.due()).toEqual([])
})

it('knows that an input has records that have not arrived yet', () => {
  const two = new Task(2, new Map())
  two.open('a', 0, 1)
  two.open('b', 0, 0)
  expect(two.awaitsInput()).toBe(true)
  two.push(chunk('a', 0, [1]), () => undefined)
  expect(two.awaitsInput()).toBe(false)
})
