import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileCesql } from './cesql.ts'
import { CesqlParseError } from './parse-error.ts'

const event = {
  attributes: new Map<string, string | number | boolean>([
    ['specversion', '1.0'],
    ['id', 'id'],
    ['source', '/s'],
    ['type', 'order.placed'],
    ['n', 5],
    ['flag', true],
    ['text', 'é😀'],
  ]),
}

function valueOf(expression: string) {
  const { value, errors } = compileCesql(expression).evaluate(event)
  return errors.length === 0 ? value : [value, errors[0]?.kind]
}

describe('a value', () => {
  it.each([
    ['4-1', 3],
    ['4 - 1', 3],
    ['4 + -1', 3],
    ['--10', 10],
    ['-2147483648', -2_147_483_648],
    ['-(-2147483648)', -2_147_483_648],
    ['2147483647 + 1', -2_147_483_648],
    ['-7 / 2', -3],
    ['-7 % 2', -1],
    ['2 + 3 * 4', 14],
    ["NOT 'true' = false", true],
    ['NOT 10', false],
    ["'01' = 1", true],
    ["true = 'TRUE'", false],
    ["'TRUE' = true", true],
    ["'2' < '10'", true],
    ["'5' + '3'", 8],
    ['FALSE AND TRUE OR TRUE', false],
    ['TRUE OR FALSE AND FALSE', true],
    ['(FALSE AND TRUE) OR TRUE', true],
    ['FALSE AND missing', false],
    ['TRUE OR 1 / 0 = 1', true],
    ['n IN (1, 5)', true],
    ["n IN ('5')", true],
    ['EXISTS TYPE', true],
    ['EXISTS nothing', false],
    ["TYPE LIKE 'order.%'", true],
    ["text LIKE '__'", true],
    ["text NOT LIKE '_'", true],
    ["'a\nb' LIKE 'a%b'", true],
    ["'a+b' LIKE 'a+b'", true],
    ["'a.b' LIKE 'a_b' AND 'axxb' NOT LIKE 'a_b' = TRUE", true],
    ['LENGTH(text)', 2],
    ["LEFT('😀b', 1)", '😀'],
    ["TRIM('\u00a0a ')", 'a'],
    ["SUBSTRING('abc', 2, 10)", 'bc'],
    ["'it\\'s'", "it's"],
    ["'a\\\\b'", 'a\\\\b'],
  ])('of %s is %j', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected)
  })
})

describe('an error', () => {
  it.each([
    ['missing', [false, 'missingAttribute']],
    ['missing != 2', [false, 'missingAttribute']],
    ['1 / missing', [0, 'missingAttribute']],
    ['NOT missing', [false, 'missingAttribute']],
    ["'abc' = 1", [false, 'cast']],
    ["'1.0' + 1", [0, 'cast']],
    ["INT('2147483648')", [0, 'cast']],
    ['5 % 0', [0, 'math']],
    ['ABS(-2147483648)', [2_147_483_647, 'math']],
    ["LEFT('abc', -1)", ['abc', 'functionEvaluation']],
    ["SUBSTRING('abc', 1, -1)", ['', 'functionEvaluation']],
    ['NOPE(1)', [false, 'missingFunction']],
    ['LENGTH()', [false, 'missingFunction']],
  ])('of %s is %j', (expression, expected) => {
    expect(valueOf(expression)).toEqual(expected)
  })

  it.each(["'abc", 'TRUE AND', 'TRUE IN ()', '1.0', 'ABC(', 'a_b', '2147483648', "x LIKE 'a' 'b'", 'EXISTS 5 5', ''])(
    'of parsing %j says where',
    (expression) => {
      expect(() => compileCesql(expression)).toThrow(CesqlParseError)
      expect(() => compileCesql(expression)).toThrow(/at character \d+$/)
    },
  )

  it('of nesting says so before the stack does', () => {
    expect(() => compileCesql(`${'('.repeat(5000)}1${')'.repeat(5000)}`)).toThrow(/nested too deeply/)
    expect(() => compileCesql(`${'NOT '.repeat(3000)}TRUE`)).not.toThrow()
  })
})

it('gives up on a LIKE that would look at a text over and over', () => {
  const long = { attributes: new Map([['x', 'a'.repeat(60_000)]]) }
  const { value, errors } = compileCesql(`x LIKE '%${'a'.repeat(2000)}b'`).evaluate(long)
  expect(value).toBe(false)
  expect(errors[0]?.kind).toBe('generic')
})

it('never throws anything but a parse error, whatever the input', () => {
  const word = fc.constantFrom(
    ...([
      "'a'",
      '"',
      "'",
      '(',
      ')',
      ',',
      'NOT',
      'LIKE',
      'IN',
      'EXISTS',
      'AND',
      'n',
      '5',
      '-',
      '=',
      '%',
      'LEFT',
    ] as const),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (source) => {
        try {
          compileCesql(source).evaluate(event)
        } catch (error) {
          expect(error).toBeInstanceOf(CesqlParseError)
        }
      },
    ),
    { numRuns: 500 },
  )
})
