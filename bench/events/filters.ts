import { newEvent } from '@millrace/cloudevents'
import { compileAttributes, compileFilters } from '@millrace/events'
import { median } from '../measuring/statistics.ts'

const EVENT = newEvent({
  specversion: '1.0',
  id: 'e-1',
  source: '/shop/orders',
  type: 'shop.order.placed',
  subject: 'o-7',
  amount: 42,
})

const exact = { exact: { type: 'shop.order.placed' } }
const prefix = { prefix: { type: 'shop.' } }
const suffix = { suffix: { type: '.placed' } }

/** All of them match. */
const FILTERS: Readonly<Record<string, readonly object[]>> = {
  exact: [exact],
  prefix: [prefix],
  suffix: [suffix],
  'all (exact, prefix, suffix)': [{ all: [exact, prefix, suffix] }],
  'any (the third matches)': [{ any: [{ exact: { type: 'a' } }, { prefix: { type: 'b' } }, suffix] }],
  not: [{ not: { exact: { type: 'a' } } }],
  'cesql: comparison': [{ cesql: "type = 'shop.order.placed'" }],
  'cesql: arithmetic, AND': [{ cesql: "amount * 2 > 80 AND source = '/shop/orders'" }],
  'cesql: LIKE': [{ cesql: "type LIKE 'shop.%.placed'" }],
  'cesql: IN, functions': [{ cesql: "LOWER(subject) IN ('o-6', 'o-7') AND LENGTH(type) < 100" }],
}

const ROUNDS = 31
const PER_ROUND = 20_000

/** CPU of one evaluation: the median over rounds. */
export function filterCosts(): readonly { readonly name: string; readonly nanos: number }[] {
  const compiled = Object.entries(FILTERS).map(([name, spec]) => ({ name, filter: compileFilters(spec, 'filters') }))
  const legacy = {
    name: 'attributes (type, source)',
    filter: compileAttributes({ type: 'shop.order.placed', source: '' }, 'filter'),
  }
  return [legacy, ...compiled].map(({ name, filter }) => {
    if (filter.kind !== 'predicate' || !filter.matches(EVENT)) throw new Error(`${name} does not match`)
    const { matches } = filter
    const rounds = Array.from({ length: ROUNDS }, () => {
      const startedAt = process.hrtime.bigint()
      for (let count = 0; count < PER_ROUND; count++) matches(EVENT)
      return Number(process.hrtime.bigint() - startedAt) / PER_ROUND
    })
    return { name, nanos: median(rounds) }
  })
}
