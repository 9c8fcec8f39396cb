import { expect, it } from 'vitest'
import { Fault, invariant, messageOf, Refusal } from './errors.ts'
import { within } from './limits.ts'

it('names the invariant that broke', () => {
  expect(() => invariant(false, 'offsets only grow', 'from 5 to 3')).toThrow(
    'invariant broken: offsets only grow: from 5 to 3',
  )
  expect(() => invariant(true, 'offsets only grow')).not.toThrow()
})

it('carries a code and a cause', () => {
  const cause = new Error('EIO')
  expect(new Fault('LOG_STOPPED', 'fsync failed', { cause })).toMatchObject({ code: 'LOG_STOPPED', cause })
  expect(new Refusal('INVALID_TOPIC', 'no')).toMatchObject({ name: 'Refusal', code: 'INVALID_TOPIC' })
  expect([messageOf(cause), messageOf('text')]).toEqual(['EIO', 'text'])
})

it('names the limit, its value and what was asked for', () => {
  const limit = { name: 'frameBytes', most: 10 }
  expect(within(limit, 10)).toBe(10)
  expect(() => within(limit, 11)).toThrow('frameBytes is limited to 10, and 11 was asked for')
})
