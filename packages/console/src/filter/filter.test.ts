// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilterError, type Subject, matches, parseFilter } from './index.ts'

function subject(value: unknown, more: Partial<Subject> = {}): Subject {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const headers = new Map([['trace', 'abc']])
  return {
    partition: 2,
    offset: 10,
    timestamp: 1000,
    key: () => 'k-1',
    text: () => text,
    json: () => value,
    header: (name) => headers.get(name),
    ...more,
  }
}

const order = {
  eventType: 'set',
  order: { total: 7.5, items: [{ sku: 'a' }, { sku: 'b' }], tags: ['new', 'gift'], id: '42', paid: true, note: null },
  at: '2026-11-21T10:00:00Z',
}

/** Whether the value passes, or where the filter is wrong. */
function judge(filter: string, value: unknown): boolean | number {
  try {
    return matches(parseFilter(filter), subject(value))
  } catch (error) {
    if (error instanceof FilterError) return error.at
    throw error
  }
}

describe('a filter', () => {
  it.each([
    ['order.total > 5', true],
    ['order.total>=7.5', true],
    ['order.total < 7.5', false],
    ['$.eventType = set', true],
    ['eventType != set', false],
    ['order.items[1].sku = "b"', true],
    ['order.tags contains gift', true],
    ['order.tags ~ gif', false],
    ['eventType ~ se', true],
    ['order.id = 42', true],
    ['order.paid = true', true],
    ['order.note = null', true],
    ['order.note', true],
    ['order.missing', false],
    ['order.missing != 1', true],
    ['order.missing > 1', false],
    ['at > 2026-11-21T09', true],
    ['@key = k-1 and @partition = 2', true],
    ['@offset >= 11 or @headers.trace = abc', true],
    ['not (@timestamp > 999)', false],
    ['"gift"', true],
    ['"k-1"', true],
    ["'no such text'", false],
    ['@value contains items', true],
    ['NOT eventType = del AND order.total > 1', true],
  ])('%s is %s for the order', (text, expected) => expect(matches(parseFilter(text), subject(order))).toBe(expected))

  it('binds "and" closer than "or"', () => {
    const filter = parseFilter('eventType = set or eventType = x and order.total > 100')
    expect(matches(filter, subject(order))).toBe(true)
    expect(matches(parseFilter('(eventType = set or eventType = x) and order.total > 100'), subject(order))).toBe(false)
  })

  it.each([
    ['order.total >', 'a value is expected here, not the end (at character 14)'],
    ['= 5', 'a test like order.total > 5 is expected here, not "="'],
    ['a = 1 b = 2', 'one word too many'],
    ['(a = 1', 'a ")" is missing here'],
    ['"open', 'no closing "'],
    ['@nothing = 1', '"@nothing" is not a field of a record'],
    ['a..b = 1', 'is not a path'],
    ['! a', 'write "not" to negate'],
    ['', 'not the end'],
    ['('.repeat(60), 'nests at most 32 deep'],
    [`not ${'not '.repeat(60)}a`, 'nests at most 32 deep'],
    ['x'.repeat(1001), 'at most 1000 characters'],
  ])('refuses %j and says why', (text, reason) => expect(() => parseFilter(text)).toThrow(reason))

  it('does not reach into what objects inherit', () => {
    expect(matches(parseFilter('constructor'), subject({}))).toBe(false)
    expect(matches(parseFilter('__proto__.polluted'), subject({}))).toBe(false)
  })

  it('is never wrong by accident: any text is parsed or refused with a FilterError, any value is judged', () => {
    const words = fc.constantFrom(
      'a',
      'a.b',
      '@key',
      '(',
      ')',
      'and',
      'or',
      'not',
      '=',
      '!=',
      '>',
      '"x"',
      '5',
      '[',
      '$',
      '~',
      "'",
      '\\',
    )
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
    )
    fc.assert(
      fc.property(text, fc.jsonValue(), (filter, value) => {
        const outcome = judge(filter, value)
        expect(typeof outcome === 'boolean' || (outcome >= 0 && outcome <= filter.length)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds any leaf of any JSON value by its path', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/)
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), fc.integer(), (names, leaf) => {
        const value = names.reduceRight<unknown>((inner, key) => ({ [key]: inner }), leaf)
        expect(matches(parseFilter(`$.${names.join('.')} = ${leaf}`), subject(value))).toBe(true)
        expect(matches(parseFilter(`$.${names.join('.')} != ${leaf}`), subject(value))).toBe(false)
      }),
    )
  })
})
