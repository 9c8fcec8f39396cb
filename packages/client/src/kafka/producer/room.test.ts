import { expect, it } from 'vitest'
import { Room } from './room.ts'

it('lets in at once what fits, and the others in their order when room is given back', () => {
  const entered: number[] = []
  const room = new Room<{ bytes: number }>(10, ({ bytes }) => entered.push(bytes))
  room.enter({ bytes: 6 })
  room.enter({ bytes: 7 })
  // Would fit, and must not overtake.
  room.enter({ bytes: 1 })
  expect([entered, room.waiting]).toEqual([[6], 2])
  room.leave(6)
  expect([entered, room.waiting]).toEqual([[6, 7, 1], 0])
})

it('lets in alone what is larger than all the room', () => {
  const room = new Room(10, () => undefined)
  expect([room.has(100), room.has(10)]).toEqual([true, true])
  room.enter({ bytes: 100 })
  expect(room.has(1)).toBe(false)
})

it('lets in any number that leave at once', () => {
  let entered = 0
  const room = new Room<{ bytes: number }>(10, ({ bytes }) => {
    if (entered++ > 0) room.leave(bytes)
  })
  for (let count = 0; count < 50_000; count++) room.enter({ bytes: 10 })
  room.leave(10)
  expect([entered, room.waiting, room.has(10)]).toEqual([50_000, 0, true])
})

it('takes out who waits with their bytes', () => {
  const room = new Room(10, () => undefined)
  for (const bytes of [10, 3, 4]) room.enter({ bytes })
  const out = room.clear()
  expect(out).toEqual([{ bytes: 3 }, { bytes: 4 }])
  for (const bytes of [10, 3]) room.leave(bytes)
  expect([room.has(6), room.has(7)]).toEqual([true, false])
})
