import { expect, it } from 'vitest'
import { stagesOf, statusWord } from './stages.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const passage = (status: number, second: number) => ({ status, at: at(second), moved: true })

it('shows what is behind an order, where it is, and what is to come', () => {
  const stages = stagesOf({ stage: 200, passages: [passage(100, 0), passage(200, 5)] })
  expect(stages.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'Ordered done',
    'Assembled now',
    'Baked open',
    'Delivered open',
  ])
  expect(stages[1]).toMatchObject({ text: 'In the oven', at: Date.parse(at(5)) })
})

it('is done with all of them at the door, and with none before the order is known', () => {
  expect(stagesOf({ stage: 999, passages: [] }).every(({ state }) => state === 'done')).toBe(true)
  expect(stagesOf({ stage: 0, passages: [] }).every(({ state }) => state === 'open')).toBe(true)
})

it('takes a pizza that waits for its order for baked', () => {
  expect(stagesOf({ stage: 150, passages: [passage(300, 1)] })[2]).toMatchObject({ name: 'Baked', state: 'now' })
})

it('has a word for codes that it does not know', () => {
  expect(statusWord(50)).toBe('Delayed')
  expect(statusWord(777)).toBe('Status 777')
})
