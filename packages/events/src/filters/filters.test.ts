import { newEvent, type AttributeValue } from '@millrace/cloudevents'
import { expect, it } from 'vitest'
import { compileAttributes } from './attributes.ts'
import type { Filter } from './filter.ts'
import { compileFilter, compileFilters } from './index.ts'

const event = (attributes: Record<string, AttributeValue> = {}) =>
  newEvent({ specversion: '1.0', id: '1', source: '/shop', type: 'order.placed', ...attributes })

function answer(filter: Filter, attributes: Record<string, AttributeValue> = {}) {
  return filter.kind === 'predicate' ? filter.matches(event(attributes)) : `${filter.path} ${filter.message}`
}

it.each([
  [{ exact: { type: 'order.placed' } }, {}, true],
  [{ exact: { type: 'Order.placed' } }, {}, false],
  [{ exact: { type: 'order.placed', source: '/other' } }, {}, false],
  [{ exact: { flag: 'true' } }, { flag: true }, true],
  [{ exact: { n: '5' } }, { n: 5 }, true],
  [{ prefix: { type: 'order.' } }, {}, true],
  [{ prefix: { subject: 'a' } }, {}, false],
  [{ suffix: { type: '.placed' } }, {}, true],
  [{ suffix: { type: 'order' } }, {}, false],
  [{ all: [{ prefix: { type: 'order' } }, { suffix: { type: 'placed' } }] }, {}, true],
  [{ all: [{ prefix: { type: 'order' } }, { suffix: { type: 'paid' } }] }, {}, false],
  [{ any: [{ exact: { type: 'x' } }, { exact: { type: 'order.placed' } }] }, {}, true],
  [{ any: [{ exact: { type: 'x' } }] }, {}, false],
  [{ not: { exact: { type: 'x' } } }, {}, true],
  [{ not: { exact: { missing: 'x' } } }, {}, true],
  [{ cesql: "type LIKE 'order.%' AND source = '/shop'" }, {}, true],
  [{ cesql: 'missing = 1 OR TRUE' }, {}, false],
  [{ cesql: 'id' }, {}, false],
])('compiles %j, and answers for an event with %j: %j', (spec, attributes, expected) => {
  expect(answer(compileFilter(spec, 'f'), attributes)).toBe(expected)
})

it.each([
  [{ exact: { type: '' } }, /^f\.exact\.type is empty/],
  [{ exact: { TYPE: 'x' } }, /^f\.exact\.TYPE is no attribute name/],
  [{ exact: {} }, /^f\.exact names no attribute/],
  [{ exact: { type: 5 } }, /^f\.exact\.type is a text/],
  [{ exact: { type: 'a' }, prefix: { type: 'a' } }, /^f names one dialect, not 2/],
  [{ sql: 'x' }, /^f\.sql is no dialect/],
  [{ constructor: 'x' }, /^f\.constructor is no dialect/],
  [{ all: [] }, /^f\.all has no filter/],
  [{ any: [{ not: { prefix: { 's-pace': 'x' } } }] }, /^f\.any\[0\]\.not\.prefix\.s-pace is no attribute name/],
  [{ cesql: 'type =' }, /^f\.cesql expected an operand.*at character/],
  [{ cesql: 'NOPE(type)' }, /^f\.cesql calls NOPE/],
  [null, /^f is an object/],
])('refuses %j when a trigger is made', (spec, expected) => {
  expect(answer(compileFilter(spec, 'f'))).toMatch(expected)
})

it('refuses filters inside filters inside filters', () => {
  let spec: unknown = { exact: { type: 'x' } }
  for (let level = 0; level < 50; level++) spec = { not: spec }
  expect(answer(compileFilter(spec, 'f'))).toMatch(/nested deeper than 16/)
})

it('takes a list as an AND, and an empty one as everything', () => {
  const list = compileFilters([{ prefix: { type: 'order' } }, { suffix: { type: 'paid' } }], 'filters')
  expect(answer(list)).toBe(false)
  expect(answer(list, { type: 'order.paid' })).toBe(true)
  expect(answer(compileFilters([], 'filters'))).toBe(true)
})

it('takes the empty text of the older dialect as any value of an attribute that is there', () => {
  const filter = compileAttributes({ type: 'order.placed', extname: '' }, 'filter.attributes')
  expect(answer(filter)).toBe(false)
  expect(answer(filter, { extname: 'anything' })).toBe(true)
  expect(answer(compileAttributes(undefined, 'filter.attributes'))).toBe(true)
  expect(answer(compileAttributes({ souRce: 'x' }, 'filter.attributes'))).toMatch(/souRce/)
})
