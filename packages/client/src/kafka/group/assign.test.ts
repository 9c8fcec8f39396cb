import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rangeAssignment } from './assign.ts'

it('gives each member a contiguous range, as Kafka does', () => {
  const both = ['a', 'b']
  const assigned = rangeAssignment(
    new Map([
      ['m2', both],
      ['m1', both],
    ]),
    new Map([
      ['a', 3],
      ['b', 3],
    ]),
  )
  expect(assigned.get('m1')?.map(({ topic, partition }) => `${topic}${partition}`)).toEqual(['a0', 'a1', 'b0', 'b1'])
  expect(assigned.get('m2')?.map(({ topic, partition }) => `${topic}${partition}`)).toEqual(['a2', 'b2'])
})

it('assigns every partition of a subscribed topic exactly once, evenly, to a subscriber', () => {
  const topics = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 })
  const members = fc.dictionary(fc.constantFrom('m1', 'm2', 'm3', 'm4'), topics, { minKeys: 1 })
  const counts = fc.record({ a: fc.nat(20), b: fc.nat(20), c: fc.nat(20) })
  fc.assert(
    fc.property(members, counts, (subscriptions, partitions) => {
      const subscribers = new Map<string, readonly string[]>(Object.entries(subscriptions))
      const assigned = rangeAssignment(subscribers, new Map(Object.entries(partitions)))
      for (const [topic, count] of Object.entries(partitions)) {
        const interested = [...subscribers].filter(([, own]) => own.includes(topic)).map(([member]) => member)
        const shares = interested.map((member) => assigned.get(member)?.filter((each) => each.topic === topic) ?? [])
        const given = shares.flat().map(({ partition }) => partition)
        expect(given.toSorted((x, y) => x - y)).toEqual(interested.length === 0 ? [] : [...Array(count).keys()])
        const sizes = shares.map(({ length }) => length)
        expect(Math.max(0, ...sizes) - Math.min(...sizes, Math.max(0, ...sizes))).toBeLessThanOrEqual(1)
      }
    }),
  )
})

it('lets equal partitions of equal topics meet at one member', () => {
  const topics = ['a', 'b']
  const assigned = rangeAssignment(
    new Map([
      ['m1', topics],
      ['m2', topics],
      ['m3', topics],
    ]),
    new Map([
      ['a', 8],
      ['b', 8],
    ]),
  )
  for (const partitions of assigned.values()) {
    const of = (name: string): number[] =>
      partitions.filter(({ topic }) => topic === name).map(({ partition }) => partition)
    expect(of('a')).toEqual(of('b'))
  }
})
