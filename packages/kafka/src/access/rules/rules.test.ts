import { expect, it } from 'vitest'
import { handlers } from '../../handlers/index.ts'
import { rules } from './index.ts'

it('has a rule for every API key that is served, and for no other', () => {
  expect([...rules.keys()].toSorted((a, b) => a - b)).toEqual(handlers.map(({ key }) => key).toSorted((a, b) => a - b))
})
