import { describe, expect, it } from 'vitest'
import { valueOf } from '../../test/run.ts'
import { likeMatcher } from './like.ts'

/** Through text, as CAST(… AS STRING) shows it. */
const text = (expression: string): unknown => valueOf(`CAST(${expression} AS STRING)`)

describe('functions', () => {
  it.each([
    ['1 + 2 * 3', '7'],
    ['7 / 2', '3'],
    ['-7 % 3', '-1'],
    ['2147483647 + 1', '-2147483648'],
    ['9007199254740993 + 1', '9007199254740994'],
    ['1.10 + 2.205', '3.305'],
    ['1.0 / 3', '0.333333333333'],
    ['CAST(1.5 AS INT)', '1'],
    ["CAST('12' AS INT) + 1", '13'],
    ["TRY_CAST('x' AS INT)", null],
    ['CAST(0.005 AS DECIMAL(10, 2))', '0.01'],
    ["'a' || 'b'", 'ab'],
    ["SUBSTRING('flink' FROM 2 FOR 2)", 'li'],
    ["TRIM(BOTH 'x' FROM 'xxaxx')", 'a'],
    ["UPPER('ß')", 'SS'],
    ["SPLIT_INDEX('a,b,c', ',', 1)", 'b'],
    ["LPAD('7', 3, '0')", '007'],
    ["POSITION('c' IN 'abc')", '3'],
    ["INITCAP('the end')", 'The End'],
    ["CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END", 'b'],
    ["CASE 2 WHEN 1 THEN 'a' WHEN 2 THEN 'b' END", 'b'],
    ['COALESCE(NULL, 2)', '2'],
    ['NULLIF(1, 1)', null],
    ['IF(TRUE, 1, 2)', '1'],
    ['GREATEST(1, 3, 2)', '3'],
    ['1 IN (2, NULL)', null],
    ['1 IN (1, NULL)', 'TRUE'],
    ['3 BETWEEN 1 AND 5', 'TRUE'],
    ['NULL IS NULL', 'TRUE'],
    ["'abc' LIKE 'a%c'", 'TRUE'],
    ["'a_c' LIKE 'a\\_c' ESCAPE '\\'", 'TRUE'],
    ['JSON_VALUE(\'{"a":{"b":[1,2]}}\', \'$.a.b[1]\')', '2'],
    ["JSON_VALUE('no json', '$.a')", null],
    ["JSON_EXISTS('{\"a\":1}', '$.b')", 'FALSE'],
    ["JSON_QUERY('{\"a\":[1]}', '$.a')", '[1]'],
    ["JSON_VALUE('{}', '$.a' DEFAULT 'x' ON EMPTY)", 'x'],
    ["TIMESTAMP '2024-02-29 10:00:00' + INTERVAL '1' YEAR", '2025-02-28 10:00:00'],
    ["DATE '2024-01-31' + INTERVAL '1' DAY", '2024-02-01'],
    ["EXTRACT(DOW FROM DATE '2024-01-07')", '1'],
    ["FLOOR(TIMESTAMP '2024-03-05 10:59:00' TO HOUR)", '2024-03-05 10:00:00'],
    ["TIMESTAMPDIFF(MONTH, DATE '2024-01-31', DATE '2024-03-01')", '1'],
    ["DATE_FORMAT(TIMESTAMP '2024-01-02 03:04:05', 'yyyy/MM/dd HH')", '2024/01/02 03'],
    ["TO_TIMESTAMP('02.01.2024', 'dd.MM.yyyy')", '2024-01-02 00:00:00.000'],
    ['TO_TIMESTAMP_LTZ(1500, 3)', '1970-01-01 00:00:01.500'],
    ['ROUND(2.345, 2)', '2.35'],
    ['POWER(2, 10)', '1024.0'],
    ['ARRAY[1, 2, 3][2]', '2'],
    ["MAP['a', 1]['a']", '1'],
    ['1e10', '1.0E10'],
  ])('%s is %s', (expression, expected) => {
    expect(text(expression)).toBe(expected)
  })

  it('keep all digits of whole numbers in JSON', () => {
    expect(valueOf(`JSON_VALUE('{"id":1152921504606846977}', '$.id')`)).toBe('1152921504606846977')
    expect(valueOf(`JSON_QUERY('{"a":[1152921504606846977]}', '$.a')`)).toBe('[1152921504606846977]')
  })

  it('fail on a cast that does not fit', () => {
    expect(() => valueOf("CAST('x' AS INT)")).toThrow("cannot cast 'x' to INT")
    expect(() => valueOf('1 / 0')).toThrow('division by zero')
  })

  it('match LIKE in bounded time', () => {
    const matches = likeMatcher(`${'%a'.repeat(2000)}b`)
    expect(matches('a'.repeat(20_000))).toBe(false)
  })
})
