import { expect, it } from 'vitest'
import { jsonFault, readObject } from './json-object.ts'

it('reads an object, and takes nothing for an empty one', () => {
  expect(readObject('{"orderId": "o-1"}')).toEqual({ value: { orderId: 'o-1' } })
  expect(readObject(' \n')).toEqual({ value: {} })
})

it.each(['[1]', '7', 'null', '"text"'])('refuses %s: JSON, but no object', (text) => {
  expect(readObject(text)).toEqual({ wrong: 'A JSON object is needed, such as {"orderId": "o-1"}' })
})

it('says of what is no JSON where it breaks off', () => {
  expect(readObject('{"a": }')).toMatchObject({ wrong: expect.stringMatching(/^No JSON: Unexpected token '}'/) })
})

it('refuses a number that would become another one', () => {
  expect(readObject('{"order": {"id": 9007199254740993}}')).toMatchObject({
    wrong: expect.stringMatching(/write a larger one as a text/),
  })
  expect(readObject('{"id": "9007199254740993", "n": 1e3}')).toMatchObject({ value: { n: 1000 } })
})

it('wants texts in quotation marks', () => {
  expect(jsonFault('o-1')).toContain('quotation marks')
  expect([jsonFault('"o-1"'), jsonFault('7'), jsonFault('')]).toEqual([undefined, undefined, undefined])
})
