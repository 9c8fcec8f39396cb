// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { contentOf, subjectOf } from './content.ts'

describe('contentOf', () => {
  it('tells JSON, text, binary and null apart', () => {
    expect(contentOf(Buffer.from('{"a":1}'), 100)).toEqual({ type: 'json', text: '{"a":1}', bytes: 7, cut: false })
    expect(contentOf(Buffer.from('{not json'), 100).type).toBe('text')
    expect(contentOf(Buffer.from([0, 1, 255]), 100)).toEqual({ type: 'binary', text: '0001ff', bytes: 3, cut: false })
    expect(contentOf(null, 100)).toEqual({ type: 'null', text: '', bytes: 0, cut: false })
  })

  it('cuts what is long and tells the size of the whole', () => {
    expect(contentOf(Buffer.from('ä'.repeat(50)), 10)).toEqual({
      type: 'text',
      text: 'ä'.repeat(10),
      bytes: 100,
      cut: true,
    })
    expect(contentOf(Buffer.alloc(50), 10)).toEqual({ type: 'binary', text: '0000000000', bytes: 50, cut: true })
  })
})

describe('subjectOf', () => {
  it('decodes key, value and headers for a filter', () => {
    const subject = subjectOf({
      partition: 0,
      offset: 1,
      timestamp: 2,
      key: Buffer.from('k'),
      value: Buffer.from('{"a":{"b":2}}'),
      headers: [[Buffer.from('trace'), Buffer.from('x')]],
    })
    expect([subject.key(), subject.json(), subject.header('trace'), subject.header('none')]).toEqual([
      'k',
      { a: { b: 2 } },
      'x',
      undefined,
    ])
  })
})
