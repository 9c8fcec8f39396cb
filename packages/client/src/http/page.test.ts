import { expect, it } from 'vitest'
import { page } from './page.ts'

const items = Array.from({ length: 7 }, (_, at) => ({ at: Math.floor(at / 2), id: `i${at}` }))
const read = (query: Record<string, unknown>) =>
  page(
    items,
    (item) => item,
    query,
    ({ id }) => id,
  )

it('gives the newest first, page by page, without losing or repeating any', () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { items: shown, next } = read({ limit: '3', cursor })
    seen.push(...shown)
    cursor = next
  } while (cursor !== undefined)
  expect(seen).toEqual(['i6', 'i4', 'i5', 'i2', 'i3', 'i0', 'i1'])
})

it.each([{ limit: '0' }, { limit: '201' }, { limit: 'x' }, { cursor: 'x' }, { cursor: 'W10' }])(
  'refuses %j',
  (query) => {
    expect(() => read(query)).toThrow(/limit|cursor/u)
  },
)
