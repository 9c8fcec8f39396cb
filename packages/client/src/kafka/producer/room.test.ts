import { expect, it } from 'vitest'
import { Room } from './room.ts'

it('lets in at once what fits, and the others in their order when room is given back', async () => {
  const room = new Room(10, 10)
  expect(room.enter(6)).toBeUndefined()
  const entered: string[] = []
  void room.enter(6)?.then(() => entered.push('six'))
  // Would fit, and must not overtake.
  void room.enter(1)?.then(() => entered.push('one'))
  await Promise.resolve()
  expect(entered).toEqual([])
  room.leave(6)
  await new Promise((resolve) => setImmediate(resolve))
  expect(entered).toEqual(['six', 'one'])
})

it('lets in alone what is larger than all the room', () => {
  expect(new Room(10, 1).enter(100)).toBeUndefined()
})

it('refuses when too many wait', () => {
  const room = new Room(10, 1)
  void room.enter(10)
  void room.enter(1)
  expect(() => room.enter(1)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }))
})
