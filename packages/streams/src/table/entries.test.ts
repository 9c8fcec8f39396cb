import { expect, it } from 'vitest'
import { Entries } from './entries.ts'

const entries = (...given: [string, unknown][]): Entries<string, unknown> => Entries.from((key: string) => key, given)

it('keeps the latest entry of a key and none that was removed', () => {
  const some = entries(['a', 1], ['b', 2], ['a', 3])
  some.put('b', undefined)
  expect([...some]).toEqual([['a', 3]])
  expect([some.size, some.get('b')]).toEqual([1, undefined])
})

it('comes through JSON as it was', () => {
  const some = entries(['a', { n: 1 }], ['b', [2]])
  const again = Entries.from((key: string) => key, JSON.parse(JSON.stringify([...some])) as unknown[])
  expect([...again]).toEqual([...some])
})

it('tells what is different', () => {
  const before = entries(['same', { n: 1 }], ['changed', 1], ['gone', 2])
  const after = entries(['same', { n: 1 }], ['changed', 5], ['new', 3])
  expect([...before.differences(after)]).toEqual([
    ['changed', 1, 5],
    ['gone', 2, undefined],
    ['new', undefined, 3],
  ])
})
