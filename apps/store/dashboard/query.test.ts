import { expect, it } from 'vitest'
import { list, readListQuery } from './query.ts'

const rows = [
  { id: 'a', name: 'butter', spent: 5 },
  { id: 'b', name: 'Äpfel', spent: 7 },
  { id: 'c', name: 'Bread 10', spent: 5 },
  { id: 'd', name: 'Bread 9', spent: 0 },
]
const columns = ['name', 'spent'] as const

function ids(given: Record<string, string>): string {
  const query = readListQuery(given, columns)
  return list(rows, query, ({ name }) => name)
    .rows.map(({ id }) => id)
    .join('')
}

it.each([
  [{}, 'abcd'],
  [{ sort: 'name' }, 'bdca'],
  [{ sort: '-spent' }, 'bacd'],
  [{ sort: 'spent' }, 'dacb'],
  [{ q: 'BREAD' }, 'cd'],
  [{ q: 'nothing' }, ''],
  [{ offset: '1', limit: '2' }, 'bc'],
  [{ offset: '9' }, ''],
])('lists %j as %s', (given, expected) => {
  expect(ids(given)).toBe(expected)
})

it('counts what matches beyond the page', () => {
  const query = readListQuery({ q: 'b', limit: '1' }, columns)
  expect(list(rows, query, ({ name }) => name).total).toBe(3)
})

it('names every wrong parameter', () => {
  const given = { offset: '-1', limit: '0', sort: 'colour', q: ['a', 'b'] }
  expect(() => readListQuery(given, columns)).toThrow(/offset .*limit .*q .*sort /)
})
