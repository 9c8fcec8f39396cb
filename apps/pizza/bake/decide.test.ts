import type { RecordOf } from '@millrace/client'
import { expect, it } from 'vitest'
import { pizzaAssembled, type pizzaCommands, stage } from '../topics.ts'
import { decide, finish } from './decide.ts'

const place = { key: '1a2b3c4d', partition: 0, offset: 0, timestamp: 0, headers: [] }
const assembled = (baking_time: number): RecordOf<typeof pizzaAssembled> => ({
  ...place,
  topic: 'pizza-assembled',
  value: { ...stage('assembled', 1), baking_time },
})
const commanded = (command: 'cancel' | 'drive-on', at: number): RecordOf<typeof pizzaCommands> => ({
  ...place,
  topic: 'pizza-commands',
  value: { command, stage: at, timestamp: 1 },
})
const rules = { now: 1000, factor: 0.5 }

it('bakes for as long as was said, by the factor, and once', () => {
  const { next } = decide(undefined, assembled(10), rules)
  expect(next).toEqual({ phase: 'baking', since: 1000, dueAt: 6000 })
  expect(decide(next, assembled(10), rules).next).toBeUndefined()
  if (next === undefined) throw new Error('nothing begun')
  const done = finish('1a2b3c4d', next, rules)
  expect(done.send?.map(({ topic, value }) => `${topic} ${String(value)}`)).toEqual([
    'pizza-baked {"status":300,"timestamp":1000}',
  ])
  expect(decide(done.next, assembled(10), rules).next).toBeUndefined()
})

it('takes eight seconds where a program of others says none, or nonsense', () => {
  const read = pizzaAssembled.decode({
    ...place,
    topic: 'pizza-assembled',
    key: Buffer.from('ff'),
    value: Buffer.from('{"status":200,"timestamp":1,"baking_time":"long"}'),
  })
  expect(read).toMatchObject({ record: { value: { baking_time: 8 } } })
})

it('follows the operator', () => {
  const baking = { phase: 'baking', since: 1, dueAt: 9000 } as const
  expect(decide(baking, commanded('drive-on', 200), rules)).toMatchObject({ next: { phase: 'done' } })
  expect(decide(undefined, commanded('drive-on', 200), rules)).toMatchObject({ next: { phase: 'baking' } })
  expect(decide({ ...baking, phase: 'done' }, commanded('drive-on', 200), rules).send).toHaveLength(1)
  expect(decide(baking, commanded('drive-on', 300), rules)).toEqual({})
  const { next } = decide(baking, commanded('cancel', 200), rules)
  expect(next?.phase).toBe('cancelled')
  expect(decide(next, commanded('drive-on', 200), rules)).toEqual({})
})
