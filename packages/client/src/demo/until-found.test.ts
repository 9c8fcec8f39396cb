import { VirtualLiveness } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { untilFound } from './until-found.ts'

it('looks until there is something, and moves what stands still between two looks', async () => {
  const liveness = new VirtualLiveness()
  let seconds = 0
  const between = async () => {
    seconds += 1
    void setImmediate(() => void liveness.advance(25))
  }
  const found = () => (seconds === 3 ? 'here' : undefined)
  expect(await untilFound({ liveness }, 'it', found, { mostMs: 1000, between })).toBe('here')
})

it('says what did not come about', async () => {
  const liveness = new VirtualLiveness()
  const between = async () => void setImmediate(() => void liveness.advance(25))
  const looking = untilFound({ liveness }, 'the third stage', () => undefined, { mostMs: 100, between })
  await expect(looking).rejects.toMatchObject({
    code: 'STEP_FAILED',
    message: expect.stringMatching(/the third stage/u),
  })
})
