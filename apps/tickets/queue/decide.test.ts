import { seededRandom, shuffled } from '@millrace/kernel'
import { Problem } from '@millrace/client/http'
import { describe, expect, it } from 'vitest'
import type { Change } from '../ledger/change.ts'
import { admit, finish, join, leave, open, take } from './decide.ts'
import { QueueModel, tables } from './model.ts'
import { commitmentOf, newRoom, shuffledEarly } from './room.ts'

const random = seededRandom(5)
const admission = { tokenMs: 1000, kid: 'k', random }

function queue(opensAt = 0): QueueModel {
  const model = new QueueModel()
  model.apply({ table: tables.room, key: 'current', value: newRoom(random, opensAt, { rate: 60, maxActive: 10 }) })
  return model
}
function done<A>(model: QueueModel, change: Change<A>): A {
  for (const put of change.puts ?? []) model.apply(put)
  return change.answer
}
const come = (model: QueueModel, sessionId: string, more: { client?: string; announced?: boolean } = {}) =>
  done(model, join(model, { sessionId, announced: false, ...more }, 3, 1))
const number = (model: QueueModel, sessionId: string) => {
  const visitor = model.visitors.get(sessionId)
  return visitor === undefined ? undefined : model.numberOf(visitor)
}
/** The same rows in another memory, as after a restart. */
function reloaded(model: QueueModel): QueueModel {
  const again = new QueueModel()
  again.apply({ table: tables.room, key: 'current', value: model.room })
  return again
}
const code = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error instanceof Problem ? error.details.code : error
  }
  return 'done'
}

describe('joining', () => {
  it('gives one place to a hundred joins', () => {
    const model = queue()
    done(model, open(model, 1))
    const outcomes = Array.from({ length: 100 }, () => come(model, 'a'))
    expect(outcomes.filter((outcome) => outcome === 'joined')).toHaveLength(1)
    expect([model.line.size, number(model, 'a')]).toEqual([1, 1])
  })
  it('bounds the places of one client, and gives one back when somebody leaves', () => {
    const model = queue()
    done(model, open(model, 1))
    for (const name of ['a', 'b', 'c']) come(model, name, { client: 'x' })
    expect(code(() => come(model, 'd', { client: 'x' }))).toBe('TOO_MANY_PLACES')
    done(model, leave(model, 'a', 'left', false, 2))
    expect(come(model, 'd', { client: 'x' })).toBe('joined')
  })
  it('is over when the sale drains or is closed, and for those who were removed', () => {
    const model = queue()
    done(model, open(model, 1))
    come(model, 'a')
    done(model, leave(model, 'a', 'removed', false, 2))
    expect(code(() => come(model, 'a'))).toBe('REMOVED')
    for (const shut of [{ draining: true }, { closed: true }]) {
      model.apply({ table: tables.room, key: 'current', value: { ...model.room, ...shut } })
      expect(code(() => come(model, 'b'))).toBe('SALE_CLOSED')
    }
  })
  it('tells nothing that an event has told already', () => {
    const model = queue()
    expect(join(model, { sessionId: 'a', announced: true }, 0, 1).tell).toEqual([])
    expect(join(model, { sessionId: 'a', announced: false }, 0, 1).tell).toHaveLength(1)
  })
  it('puts who left and comes again at the end', () => {
    const model = queue()
    done(model, open(model, 1))
    for (const name of ['a', 'b']) come(model, name)
    done(model, leave(model, 'a', 'left', false, 2))
    come(model, 'a')
    expect([number(model, 'b'), number(model, 'a')]).toEqual([2, 3])
  })
})

describe('the shuffle', () => {
  const early = Array.from({ length: 50 }, (_, index) => `early-${index}`)

  it('does not depend on who was first, and can be checked from what is published', () => {
    const places = [early, shuffled(seededRandom(9), early)].map((order) => {
      const model = queue(100)
      const seed = 'known to nobody before'
      model.apply({ table: tables.room, key: 'current', value: { ...model.room, seed } })
      for (const sessionId of order) come(model, sessionId)
      expect(model.line.size).toBe(0)
      done(model, open(model, 100))
      return early.map((sessionId) => number(model, sessionId))
    })
    expect(places[0]).toEqual(places[1])
    expect(new Set(places[0]).size).toBe(50)
    expect(places[0]).not.toEqual(early.map((_, index) => index + 1))
    expect(shuffledEarly('known to nobody before', early).indexOf('early-7') + 1).toBe(places[0]?.[7])
    expect(commitmentOf('known to nobody before')).toMatch(/^[0-9a-f]{64}$/u)
  })
  it('puts those who come later behind, and is the same after a restart', () => {
    const model = queue(100)
    for (const sessionId of early) come(model, sessionId)
    const opening = open(model, 100)
    done(model, opening)
    come(model, 'late')
    expect(number(model, 'late')).toBe(51)
    const again = reloaded(model)
    for (const put of opening.puts ?? []) again.apply(put)
    for (const [key, visitor] of model.visitors) {
      again.apply({ table: tables.visitors, key, value: visitor.early ? { ...visitor, status: 'early' } : visitor })
    }
    for (const sessionId of [...early, 'late']) expect(number(again, sessionId)).toBe(number(model, sessionId))
    expect(again.line.size).toBe(51)
  })
})

describe('admission', () => {
  it('follows the numbers, passes over who left, and happens once', () => {
    const model = queue()
    done(model, open(model, 1))
    for (const name of ['a', 'b', 'c', 'd']) come(model, name)
    done(model, leave(model, 'b', 'lapsed', false, 2))
    const turns = Array.from({ length: 5 }, () => done(model, admit(model, admission, 3))?.sessionId)
    expect(turns).toEqual(['a', 'c', 'd', undefined, undefined])
    expect([model.turns, model.count('admitted'), model.line.size]).toEqual([3, 3, 0])
  })
  it('ends with the purchase, also when the token had ended before', () => {
    const model = queue()
    done(model, open(model, 1))
    come(model, 'a')
    done(model, admit(model, admission, 2))
    done(model, take(model, 'a', 3))
    expect(model.visitors.get('a')?.takenAt).toBe(3)
    done(model, leave(model, 'a', 'expired', true, 4))
    expect(done(model, finish(model, 'a', 5))).toBe(true)
    expect(done(model, finish(model, 'a', 6))).toBe(false)
    expect(done(model, finish(model, 'never', 6))).toBe(false)
  })
})
