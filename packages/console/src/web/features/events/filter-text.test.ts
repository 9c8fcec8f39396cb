import { expect, it } from 'vitest'
import { filterText } from './filter-text.ts'

it.each([
  [{}, 'every event'],
  [{ filter: { attributes: { type: 'order', shop: '' } } }, 'type = order and has shop'],
  [{ filters: [{ exact: { type: 'a' } }, { prefix: { source: '/eu' } }] }, 'type = a and source starts with /eu'],
  [
    { filters: [{ any: [{ suffix: { type: '.v1' } }, { not: { cesql: 'size > 3' } }] }] },
    'any (type ends with .v1, not (cesql: size > 3))',
  ],
])('puts %j into words', (trigger, text) => {
  expect(filterText(trigger)).toBe(text)
})
