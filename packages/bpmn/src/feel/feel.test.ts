import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virtualClocks, seededRandom } from '@millrace/kernel'
import { compileExpression, compileUnaryTests } from './index.ts'
import type { FeelContext, FeelValue } from './value.ts'
import { show } from './text.ts'
import { toJson } from './json.ts'

const ports = { clock: virtualClocks(Date.parse('2024-02-29T10:31:10Z')).domain, random: seededRandom(1) }

function evaluate(text: string, variables: FeelContext = {}) {
  const compiled = compileExpression(text)
  if (compiled.kind === 'fault') throw new Error(`${text}: ${compiled.message}`)
  return compiled.evaluate(variables, ports)
}

/** The value, as messages show it. */
function value(text: string, variables?: FeelContext): string {
  const result = evaluate(text, variables)
  return result.kind === 'value' ? show(result.value) : `failure: ${result.message}`
}

const warnings = (text: string, variables?: FeelContext): string[] =>
  evaluate(text, variables).warnings.map(({ type, message }) => `${type}: ${message}`)

const variables: FeelContext = {
  stock_level: '2',
  count: 3,
  order: {
    id: 'o-1',
    items: [
      { name: 'pen', price: 1.5 },
      { name: 'ink', price: 12 },
    ],
  },
  'two words': 2,
  empty: null,
}

describe('values', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['0.1 + 0.2', '0.3'],
    ['1 / 3', '0.3333333333333333333333333333333333'],
    ['10 / 4', '2.5'],
    ['2 ** 10', '1024'],
    ['-count', '-3'],
    ['9007199254740991 + 1', '9007199254740992'],
    ['"a" + "b"', '"ab"'],
    ['"a\\n\\u00e9\\""', '"a\né""'],
    ['null', 'null'],
    ['[1, "a", true]', '[1, "a", true]'],
    ['{a: 1, b: a + 1}', '{a:1, b:2}'],
    ['{"a b": 1}', '{a b:1}'],
    ['order.items.name', '["pen", "ink"]'],
    ['order.items[price > 2].name', '["ink"]'],
    ['order.items[1].price', '1.5'],
    ['order.items[-1].name', '"ink"'],
    ['[1, 2, 3][item > 1]', '[2, 3]'],
    ['[1, 2, 3][7]', 'null'],
    ['[1, 2, 3][count]', '3'],
    ['two words + 1', '3'],
    ['if count > 2 then "many" else "few"', '"many"'],
    ['if empty then 1 else 2', '2'],
    ['for x in 1..3 return x * x', '[1, 4, 9]'],
    ['for x in 3..1 return x', '[3, 2, 1]'],
    ['for x in [1, 2], y in [10, 20] return x + y', '[11, 21, 12, 22]'],
    ['for i in 1..5 return if i <= 2 then i else partial[-1] + partial[-2]', '[1, 2, 3, 5, 8]'],
    ['some x in [1, 2] satisfies x > 1', 'true'],
    ['every x in [1, 2] satisfies x > 1', 'false'],
    ['count between 1 and 3', 'true'],
    ['count in [1..3)', 'false'],
    ['count in (< 2, > 2)', 'true'],
    ['count in [1, 3]', 'true'],
    ['true or null', 'true'],
    ['false or null', 'null'],
    ['false and null', 'false'],
    ['true and null', 'null'],
    ['empty = null', 'true'],
    ['1 = "a"', 'null'],
    ['{a: [1]} = {a: [1.0]}', 'true'],
    ['count instance of number', 'true'],
    ['order instance of context', 'true'],
    ['@"2024-01-01" instance of date', 'true'],
    ['(function(a, b) a * b)(3, 4)', '12'],
    ['{twice: function(x) 2 * x, y: twice(21)}.y', '42'],
    ['// a comment\n1', '1'],
  ])('%s is %s', (text, expected) => {
    expect(value(text, variables)).toBe(expected)
  })
})

describe('functions', () => {
  it.each([
    ['string(1.50)', '"1.5"'],
    ['string([1, "a"])', '"[1, "a"]"'],
    ['number("1 000,5", " ", ",")', '1000.5'],
    ['substring("foobar", 3)', '"obar"'],
    ['substring("foobar", -2, 1)', '"a"'],
    ['string length(string: "abc")', '3'],
    ['substring before("foobar", "bar")', '"foo"'],
    ['substring after("foobar", "ob")', '"ar"'],
    ['upper case("aé")', '"AÉ"'],
    ['matches("foobar", "^fo*b")', 'true'],
    ['replace("abcd", "(ab)|(a)", "[1=$1]")', '"[1=ab]cd"'],
    ['split("a,b,,", ",")', '["a", "b", "", ""]'],
    ['extract("a1b22", "[0-9]+")', '["1", "22"]'],
    ['string join(["a", null, "b"], "-")', '"a-b"'],
    ['to base64("FEEL")', '"RkVFTA=="'],
    ['sum([1, 2.5])', '3.5'],
    ['sum(1, 2)', '3'],
    ['min(["b", "a"])', '"a"'],
    ['max([])', 'null'],
    ['mean([1, 2, 4])', '2.333333333333333333333333333333333'],
    ['median([6, 1, 2, 3])', '2.5'],
    ['mode([6, 3, 9, 6, 6, 3, 3])', '[3, 6]'],
    ['count([1, 2])', '2'],
    ['append([1], 2, 3)', '[1, 2, 3]'],
    ['concatenate([1], [2, 3])', '[1, 2, 3]'],
    ['union([1, 2], [2, 3])', '[1, 2, 3]'],
    ['insert before([1, 3], 2, 2)', '[1, 2, 3]'],
    ['remove([1, 2], 1)', '[2]'],
    ['reverse([1, 2])', '[2, 1]'],
    ['index of([1, 2, 1], 1)', '[1, 3]'],
    ['distinct values([1, 2, 1])', '[1, 2]'],
    ['flatten([[1], [[2]]])', '[1, 2]'],
    ['sort([3, 1, 2], function(x, y) x < y)', '[1, 2, 3]'],
    ['sublist([1, 2, 3], 2, 1)', '[2]'],
    ['partition([1, 2, 3], 2)', '[[1, 2], [3]]'],
    ['all([true, null])', 'null'],
    ['any(false, true)', 'true'],
    ['decimal(2.345, 2)', '2.34'],
    ['floor(-1.5)', '-2'],
    ['ceiling(1.01, 1)', '1.1'],
    ['round half up(2.5, 0)', '3'],
    ['modulo(-12, 5)', '3'],
    ['odd(3)', 'true'],
    ['abs(-1)', '1'],
    ['get value({a: {b: 1}}, ["a", "b"])', '1'],
    ['get entries({a: 1})', '[{key:"a", value:1}]'],
    ['context put({a: {b: 1}}, ["a", "c"], 2)', '{a:{b:1, c:2}}'],
    ['context merge([{a: 1}, {b: 2}])', '{a:1, b:2}'],
    ['context([{key: "a", value: 1}])', '{a:1}'],
    ['get or else(empty, 5)', '5'],
    ['is defined(empty)', 'false'],
    ['not(true)', 'false'],
    ['from json("{\\"a\\": [1]}").a', '[1]'],
    ['to json({a: @"2024-01-01"})', '"{"a":"2024-01-01"}"'],
    ['before([1..5), [5..9])', 'true'],
    ['includes([1..10], 5)', 'true'],
    ['overlaps([1..5], [5..9])', 'true'],
  ])('%s is %s', (text, expected) => {
    expect(value(text, variables)).toBe(expected)
  })
})

describe('time', () => {
  it.each([
    ['now()', '2024-02-29T10:31:10Z'],
    ['today()', '2024-02-29'],
    ['date("2024-02-29") + duration("P1Y")', '2025-02-28'],
    ['date("2024-03-01") - date("2024-02-28")', 'P2D'],
    ['@"2024-01-01T10:00:00" + @"PT2H"', '2024-01-01T12:00:00'],
    ['@"2024-01-01T10:00:00+01:00" > @"2024-01-01T09:30:00Z"', 'false'],
    ['@"2024-06-01T10:00:00@Europe/Paris"', '2024-06-01T10:00:00@Europe/Paris'],
    ['@"2024-06-01T10:00:00@Europe/Paris".timezone', '"Europe/Paris"'],
    ['time("10:00:00") + duration("PT14H30M")', '00:30:00'],
    ['duration("P14M")', 'P1Y2M'],
    ['duration("PT36H")', 'P1DT12H'],
    ['duration("P1D") / duration("PT6H")', '4'],
    ['2 * duration("PT1H")', 'PT2H'],
    ['@"2024-02-29".year', '2024'],
    ['duration("P1DT2H3M4S").minutes', '3'],
    ['day of week(@"2024-02-29")', '"Thursday"'],
    ['last day of month(@"2024-02-01")', '2024-02-29'],
    ['years and months duration(date("2011-12-22"), date("2013-08-24"))', 'P1Y8M'],
    ['date and time(date("2024-01-01"), time("10:00:00"))', '2024-01-01T10:00:00'],
  ])('%s is %s', (text, expected) => {
    expect(value(text)).toBe(expected)
  })

  it('becomes text in a variable', () => {
    const result = evaluate('{at: @"2024-01-01T10:00:00Z", after: duration("PT5M")}')
    expect(result.kind === 'value' && toJson(result.value)).toEqual({ at: '2024-01-01T10:00:00Z', after: 'PT5M' })
  })
})

describe('what goes wrong', () => {
  it.each([
    ['missing', 'NO_VARIABLE_FOUND', "No variable found with name 'missing'"],
    [
      'order.missing',
      'NO_CONTEXT_ENTRY_FOUND',
      "No context entry found with key 'missing'. Available keys: 'id', 'items'",
    ],
    ['empty.a', 'NO_CONTEXT_ENTRY_FOUND', "No context entry found with key 'a'. The context is null"],
    ['stock_level < 1', 'NOT_COMPARABLE', "Can't compare '\"2\"' with '1'"],
    ['count + "a"', 'INVALID_TYPE', "Can't add '\"a\"' to '3'"],
    ['1 / 0', 'INVALID_TYPE', "Can't divide '1' by '0'"],
    ['nothing(1)', 'NO_FUNCTION_FOUND', "No function found with name 'nothing' and 1 parameters"],
    ['constructor', 'NO_VARIABLE_FOUND', "No variable found with name 'constructor'"],
    ['matches("a", "[")', 'FUNCTION_INVOCATION_FAILURE', "Failed to invoke function 'matches': Invalid pattern '['"],
    ['number("x")', 'FUNCTION_INVOCATION_FAILURE', "Failed to invoke function 'number': Can't parse 'x' as a number"],
    [
      'date("2023-02-29")',
      'FUNCTION_INVOCATION_FAILURE',
      "Failed to invoke function 'date': Failed to parse date from '2023-02-29'",
    ],
  ])('%s gives null and %s', (text, type, message) => {
    expect(value(text, variables)).toBe('null')
    expect(warnings(text, variables)).toEqual([`${type}: ${message}`])
  })

  it('fails on an assertion that does not hold', () => {
    expect(value('assert(count, count > 5, "too few")', variables)).toMatch(/^failure: .*too few/)
  })

  it.each([
    ['1 +', /unexpected end/],
    ['1 2', /unexpected '2' at character 3/],
    ['', /unexpected end/],
    ['('.repeat(300) + '1' + ')'.repeat(300), /nested more than/],
    ['1+'.repeat(20_000) + '1', /at most 32768 characters/],
  ])('cannot read %.20s', (text, message) => {
    expect(compileExpression(text)).toMatchObject({ kind: 'fault', message: expect.stringMatching(message) as string })
  })

  it.each([
    ['count(for a in 1..10000, b in 1..10000 return 1)', /steps/],
    ['for i in 1..1000000000 return i', /steps/],
    ['{f: function(g) g(g), y: f(f)}.y', /deep/],
  ])('gives up on %s', (text, message) => {
    expect(value(text)).toMatch(message)
  })

  // Each list holds the one before twice: nothing to make, and more than there is memory to go through.
  it.each([
    'a30 = a30',
    'string(a30)',
    'to json(a30)',
    'flatten(a30)',
    'count(flatten(a30))',
    'list contains([a30], a30)',
    'distinct values([a30, a30])',
    'a30 in [a30]',
    'a30 + 1',
    'a30',
  ])('gives up on lists of lists that double: %s', (last) => {
    const doubled = Array.from({ length: 30 }, (_, at) => `a${at + 1}: [a${at}, a${at}]`).join(', ')
    expect(value(`{a0: [1, 1], ${doubled}, last: ${last}}.last`)).toMatch(/^failure: .*(steps|characters)/)
  })

  it('gives up on a value that is nested too deep, and lets no list hold itself', () => {
    const deep = Array.from({ length: 1100 }, (_, at) => `a${at + 1}: [a${at}]`).join(', ')
    expect(value(`{a0: 1, ${deep}}.a1100`)).toMatch(/nested more than 1000 deep/)
    expect(value('for i in 1..3 return partial')).toBe('[[], [[]], [[], [[]]]]')
  })

  it('matches a pattern that makes other engines hang', () => {
    expect(value(`matches("${'a'.repeat(5000)}b", "^(a+)+$")`)).toBe('false')
  })

  it('never throws, whatever the text', () => {
    const tokens = [
      '1',
      '"a"',
      'x',
      '+',
      '-',
      '**',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      'for',
      'in',
      'return',
      'some',
      'satisfies',
      'if',
      'then',
      'else',
      '..',
      '<',
      'not',
      'function',
      '.',
      '@',
      'date',
      'between',
      'and',
      '?',
      ' ',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 25 }), (parts) => {
        const text = parts.join(' ')
        const compiled = compileExpression(text)
        if (compiled.kind === 'expression') compiled.evaluate({ x: [1, { a: 'b' }] }, ports)
        const tests = compileUnaryTests(text)
        if (tests.kind === 'tests') expect(tests.evaluate(1, {}, ports).kind).toMatch(/value|failure/)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('unary tests', () => {
  it.each<[string, FeelValue, boolean | null]>([
    ['-', 1, true],
    ['< 5', 4, true],
    ['[1..3]', 4, false],
    ['1, 2', 2, true],
    ['"a", "b"', 'c', false],
    ['not(1, 2)', 3, true],
    ['? > 3', 4, true],
    ['[1, 2]', 2, true],
    ['count', 3, true],
    ['null', null, true],
  ])('%s of %s is %s', (text, input, expected) => {
    const tests = compileUnaryTests(text)
    if (tests.kind === 'fault') throw new Error(tests.message)
    expect(tests.evaluate(input, { count: 3 }, ports)).toMatchObject({ value: expected })
  })
})
