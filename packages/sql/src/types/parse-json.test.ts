import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonReader } from '../formats/json.ts'
import { decimalOf } from './decimal.ts'
import { parseJson, stringifyJson } from './parse-json.ts'

const written = (number: string): string => stringifyJson((parseJson(`{"a":${number}}`) as { a: unknown }).a)

const digits = (minLength: number, maxLength: number) =>
  fc.stringMatching(new RegExp(`^\\d{${minLength},${maxLength}}$`))
const decimal = fc.tuple(fc.constantFrom('', '-'), digits(1, 19), digits(0, 19)).map(([sign, whole, fraction]) => {
  return sign + whole.replace(/^0+(?=\d)/, '') + (fraction === '' ? '' : `.${fraction}`)
})

describe('JSON is read', () => {
  it.each([
    '99999999999999.99',
    '-123456789012345.6789',
    '123456789012.12345678',
    '1234567.1234567891',
    '0.12345678901234567890',
    '9007199254740993',
  ])('with all digits of %s', (number) => expect(written(number)).toBe(number))

  it.each([
    ['0.0000001', '1E-7'],
    ['-0.00000012', '-1.2E-7'],
    ['0.0000000', '0E-7'],
    ['0.000001', '0.000001'],
    ['1.50', '1.50'],
    ['1e3', '1E+3'],
    ['-0', '0'],
  ])('with %s as Java shows it: %s', (number, shown) => expect(written(number)).toBe(shown))

  it('into decimals that have every digit of their text', () => {
    const read = jsonReader({ name: 'DECIMAL', precision: 38, scale: 19, nullable: true })
    fc.assert(
      fc.property(decimal, (number) => {
        const value = read((parseJson(`[1,${number}]`) as unknown[])[1])
        expect(String(value)).toBe(String(decimalOf(number)))
      }),
    )
  })
})
