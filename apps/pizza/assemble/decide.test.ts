import type { RecordOf } from '@millrace/client'
import { expect, it } from 'vitest'
import { pizzaCommands, pizzaOrdered, stage } from '../topics.ts'
import { decide, finish } from './decide.ts'
import { timesOf } from './recipe.ts'

const rules = { now: 1_000_000, factor: 1 }
const order = {
  extra_toppings: ['Mushroom', 'Egg'],
  sauce: 'Tomato',
  cheese: 'Mozzarella',
  main_topping: 'Pepperoni',
  customer_id: 'a1',
  username: 'Ada',
}

function read<T>(topic: { decode(record: never): unknown }, record: object): T {
  const place = { partition: 0, offset: 0, timestamp: 0, headers: [] }
  const read = topic.decode({ ...place, ...record } as never) as { record?: T }
  if (read.record === undefined) throw new Error(JSON.stringify(read))
  return read.record
}

const orderedEvent = read<RecordOf<typeof pizzaOrdered>>(
  pizzaOrdered,
  pizzaOrdered.record('1a2b3c4d', { ...stage('placed', 1), order }),
)
const commanded = (command: 'cancel' | 'drive-on', at: number, withOrder = true) =>
  read<RecordOf<typeof pizzaCommands>>(
    pizzaCommands,
    pizzaCommands.record('1a2b3c4d', { command, stage: at, timestamp: 1, ...(withOrder && { order }) }),
  )

it('takes the times from what is on the pizza, as every program of the workshop does', () => {
  // printf 'Tomato@Mozzarella@Mushroom,Egg@Pepperoni' | md5sum ends with 7802: 0x7802 % 8 = 2
  expect(timesOf(order)).toEqual({ assembling: 6, baking: 10 })
})

it('begins with an order, and says that it is assembled when its time has passed', () => {
  const { next } = decide(undefined, orderedEvent, rules)
  const { assembling, baking } = timesOf(order)
  expect(next).toEqual({
    phase: 'assembling',
    since: 1_000_000,
    dueAt: 1_000_000 + assembling * 1000,
    bakingTime: baking,
  })
  if (next === undefined) throw new Error('nothing begun')
  const { send = [], next: after } = finish('1a2b3c4d', next, { ...rules, now: 2_000_000 })
  expect(after?.phase).toBe('done')
  expect(send.map(({ topic, key, value }) => [topic, String(key), JSON.parse(String(value)) as unknown])).toEqual([
    ['pizza-assembled', '1a2b3c4d', { status: 200, timestamp: 2_000_000, baking_time: baking }],
  ])
})

it('passes over an order that comes again, whatever became of it', () => {
  for (const phase of ['assembling', 'done', 'cancelled', 'forgotten'] as const)
    expect(decide({ phase, since: 1, bakingTime: 9 }, orderedEvent, rules)).toMatchObject({ say: [{ level: 'info' }] })
})

it('follows the operator: cancels, finishes at once, announces again, takes what it never heard of', () => {
  const working = { phase: 'assembling', since: 1, dueAt: 2_000_000, bakingTime: 9 } as const
  expect(decide(working, commanded('cancel', 100), rules).next?.phase).toBe('cancelled')
  expect(decide(undefined, commanded('cancel', 100), rules).next?.phase).toBe('cancelled')
  expect(decide({ ...working, phase: 'done' }, commanded('cancel', 100), rules)).toEqual({})
  expect(decide(working, commanded('drive-on', 100), rules)).toMatchObject({ next: { phase: 'done' } })
  expect(decide({ ...working, phase: 'done' }, commanded('drive-on', 100), rules).send).toHaveLength(1)
  expect(decide(undefined, commanded('drive-on', 100), rules).next?.phase).toBe('assembling')
  expect(decide(undefined, commanded('drive-on', 100, false), rules)).toEqual({})
  // Not its stage.
  expect(decide(working, commanded('drive-on', 200), rules)).toEqual({})
})

it('takes an order of others that leaves things out', () => {
  const event = read<RecordOf<typeof pizzaOrdered>>(pizzaOrdered, {
    topic: 'pizza-ordered',
    key: Buffer.from('ff'),
    value: Buffer.from('{"status":100,"timestamp":1}'),
  })
  expect(event.value.order).toEqual({
    extra_toppings: [],
    sauce: '',
    cheese: '',
    main_topping: '',
    customer_id: '',
    username: '',
  })
  expect(decide(undefined, event, rules).next?.phase).toBe('assembling')
})
