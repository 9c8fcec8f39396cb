import { describe, expect, it } from 'vitest'
import { ExactNumber, parseJson } from './exact-json.ts'

describe('JSON as it was written', () => {
  it('keeps a number that JavaScript would round', () => {
    const { value } = parseJson('{"id": 9007199254740993, "price": 1.10, "count": 3}') as {
      value: Record<string, unknown>
    }
    expect(value['id']).toEqual(new ExactNumber('9007199254740993'))
    expect(value['price']).toEqual(new ExactNumber('1.10'))
    expect(value['count']).toBe(3)
  })

  it('is undefined for what is no JSON', () => expect(parseJson('{')).toBeUndefined())
})
