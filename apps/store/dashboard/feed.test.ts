import { expect, it } from 'vitest'
import { ChangeFeed } from './feed.ts'

const product = (id: string) => ({ customers: [], products: [id], purchases: [] })

it('numbers batches from 1 and names each row once', () => {
  const feed = new ChangeFeed('e')
  expect(feed.take()).toBeUndefined()
  feed.add(product('a'))
  feed.add(product('a'))
  feed.add(product('b'))
  expect(feed.take()).toEqual({ seq: 1, customers: [], products: ['a', 'b'], purchases: [] })
  expect(feed.take()).toBeUndefined()
})

it('tells a page exactly what it missed', () => {
  const feed = new ChangeFeed('e')
  for (const id of ['a', 'b', 'c']) {
    feed.add(product(id))
    feed.take()
  }
  expect(feed.since('e', 1)).toMatchObject({ kind: 'changes', changes: { seq: 3, products: ['b', 'c'] } })
  expect(feed.since('e', 3)).toMatchObject({ kind: 'changes', changes: { seq: 3, products: [] } })
  expect(feed.since('e', 0)).toMatchObject({ changes: { products: ['a', 'b', 'c'] } })
})

it('says that it does not know when the number is of another run, too old, or ahead', () => {
  const feed = new ChangeFeed('e')
  for (let batch = 0; batch < 1500; batch++) {
    feed.add(product(`${batch % 9}`))
    feed.take()
  }
  expect(feed.since('other', 1500).kind).toBe('too-old')
  expect(feed.since('e', 1501).kind).toBe('too-old')
  expect(feed.since('e', 499).kind).toBe('too-old')
  expect(feed.since('e', 500).kind).toBe('changes')
})

it('stops naming rows when there are very many', () => {
  const feed = new ChangeFeed('e')
  for (let row = 0; row < 1000; row++) feed.add(product(`${row}`))
  expect(feed.take()).toEqual({ seq: 1, customers: [], products: [], purchases: [], all: true })
})
