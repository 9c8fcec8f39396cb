import type { RecordOf } from '@millrace/client'
import { seededRandom, shuffled } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { type pizzaBaked, type pizzaCommands, type pizzaOrdered, stage } from '../topics.ts'
import type { Rules, Step } from '../worker/work.ts'
import { type Delivering, decide, finish } from './decide.ts'

const place = { key: '1a2b3c4d', partition: 0, offset: 0, timestamp: 0, headers: [] }
const order = { extra_toppings: [], sauce: '', cheese: '', main_topping: '', customer_id: 'a3', username: 'Ada' }
const ordered: RecordOf<typeof pizzaOrdered> = {
  ...place,
  topic: 'pizza-ordered',
  value: { ...stage('placed', 1), order },
}
const baked: RecordOf<typeof pizzaBaked> = { ...place, topic: 'pizza-baked', value: stage('baked', 1) }
const commanded = (command: 'cancel' | 'drive-on', at: number, withOrder = false): RecordOf<typeof pizzaCommands> => ({
  ...place,
  topic: 'pizza-commands',
  value: { command, stage: at, timestamp: 1, ...(withOrder && { order }) },
})

const rules: Rules = { now: 1000, factor: 1 }
const topicsOf = ({ send = [] }: Step<Delivering>): string[] => send.map(({ topic }) => topic)

it('sets out when an expected order is baked: five seconds and the last digit of the customer', () => {
  const { next: expectedOne } = decide(undefined, ordered, rules)
  expect(expectedOne).toMatchObject({ phase: 'expected', customerId: 'a3' })
  const { next } = decide(expectedOne, baked, rules)
  // 0xa3 = 163: 3 + 5 s
  expect(next).toMatchObject({ phase: 'underway', dueAt: 1000 + 8000 })
})

it('says pending when a pizza is baked that nobody ordered yet, and takes twice as long once somebody has', () => {
  const step = decide(undefined, baked, rules)
  expect(topicsOf(step)).toEqual(['pizza-pending'])
  expect(step.next?.phase).toBe('pending')
  expect(decide(step.next, baked, rules).next).toBeUndefined()
  expect(decide(step.next, ordered, rules).next).toMatchObject({ phase: 'underway', dueAt: 1000 + 16_000 })
})

it('delivers once, in whatever order and however often the events come', () => {
  const seed = 7
  const random = seededRandom(seed)
  for (let round = 0; round < 200; round++) {
    const events = shuffled(random, [ordered, ordered, baked, baked, baked, ordered])
    let state: Delivering | undefined
    const sent: string[] = []
    for (const event of events) {
      const step = decide(state, event, rules)
      state = step.next ?? state
      sent.push(...topicsOf(step))
      // Time passes now and then.
      if (state?.dueAt !== undefined && round % 3 === 0) {
        const done = finish('1a2b3c4d', state, rules)
        state = done.next ?? state
        sent.push(...topicsOf(done))
      }
    }
    if (state?.dueAt !== undefined) sent.push(...topicsOf(finish('1a2b3c4d', state, rules)))
    expect(
      sent.filter((topic) => topic === 'pizza-delivered'),
      `seed ${seed}, round ${round}`,
    ).toHaveLength(1)
    expect(sent.filter((topic) => topic === 'pizza-pending').length).toBeLessThanOrEqual(1)
  }
})

it('decides alone whether an order is cancelled or delivered', () => {
  const underway = { phase: 'underway', since: 1, dueAt: 2, customerId: 'a' } as const
  for (const state of [undefined, { ...underway, phase: 'expected' as const }, underway]) {
    const step = decide(state, commanded('cancel', 300), rules)
    expect(step.next?.phase).toBe('cancelled')
    expect(topicsOf(step)).toEqual(['pizza-incidents'])
    expect(decide(step.next, baked, rules).next).toBeUndefined()
    expect(decide(step.next, ordered, rules).next).toBeUndefined()
  }
  const late = decide({ ...underway, phase: 'done' }, commanded('cancel', 300), rules)
  expect(late.next).toBeUndefined()
  expect(late.say?.[0]?.text).toContain('delivered already')
})

it('is driven on where it stands, but not to nobody', () => {
  const underway = { phase: 'underway', since: 1, dueAt: 9000, customerId: 'a' } as const
  expect(topicsOf(decide(underway, commanded('drive-on', 300), rules))).toEqual(['pizza-delivered'])
  const pending = { phase: 'pending', since: 1 } as const
  expect(decide(pending, commanded('drive-on', 150), rules).next).toBeUndefined()
  expect(decide(pending, commanded('drive-on', 150, true), rules).next?.phase).toBe('underway')
  expect(decide(underway, commanded('drive-on', 200), rules)).toEqual({})
})
