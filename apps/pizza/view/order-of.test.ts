import { seededRandom, shuffled } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type Sign, orderOf } from './order-of.ts'

const sign = (status: number, at: number): Sign => ({ status, at })
const standing = (...signs: Sign[]) => orderOf('1a2b3c4d', {}, signs)

it('follows an order stage by stage', () => {
  const { order, changedAt } = standing(sign(100, 1000), sign(100, 1000), sign(200, 5000), sign(300, 9000))
  expect(order).toMatchObject({ status: 300, stage: 300 })
  expect(order.passages.map(({ status }) => status)).toEqual([100, 200, 300])
  expect(changedAt).toBe(9000)
})

it('never moves backwards, and shows what came too late', () => {
  const { order } = standing(sign(300, 1), sign(150, 2), sign(100, 3), sign(200, 4), sign(300, 5))
  expect(order).toMatchObject({ status: 150, stage: 150 })
  expect(order.passages.filter(({ moved }) => moved).map(({ status }) => status)).toEqual([300, 150])
})

it('comes to the same in whatever order the topics are read', () => {
  const signs = [100, 200, 50, 300, 999].map((status, at) => sign(status, at * 1000))
  const random = seededRandom(3)
  for (let round = 0; round < 50; round++) expect(standing(...shuffled(random, signs))).toEqual(standing(...signs))
})

it('is stuck until it moves', () => {
  expect(standing(sign(200, 0), sign(50, 60_000)).order).toMatchObject({ status: 50, stage: 200 })
  const { order } = standing(sign(200, 0), sign(50, 60_000), sign(300, 61_000))
  expect(order.status).toBe(300)
  expect(order.stuckSince).toBeUndefined()
  // A mark that comes after the end says nothing.
  expect(standing(sign(999, 0), sign(50, 60_000)).order.status).toBe(999)
})

it('is over with 999 and with 499', () => {
  expect(standing(sign(999, 1), sign(499, 2), sign(430, 3)).order.status).toBe(999)
  expect(standing(sign(499, 1), sign(999, 2)).order.status).toBe(499)
})

it('says that something is wrong, and goes on when the order does', () => {
  const wrong = standing(sign(100, 1), { status: 430, at: 2, trouble: 'no JSON' })
  expect(wrong.order).toMatchObject({ status: 430, stage: 100, trouble: 'no JSON' })
  const { order } = standing(sign(100, 1), { status: 430, at: 2, trouble: 'no JSON' }, sign(200, 3))
  expect(order.status).toBe(200)
  expect(order.trouble).toBeUndefined()
  expect(standing(sign(777, 1)).order).toMatchObject({ status: 777, stage: 0 })
})
