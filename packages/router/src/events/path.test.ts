import { describe, expect, it } from 'vitest'
import { parsePath, requiredPath, textAt } from './path.ts'

describe('a path', () => {
  it.each([
    ['=sessionId', ['sessionId']],
    ['sessionId', ['sessionId']],
    ['= order.items[0].id', ['order', 'items', 0, 'id']],
    ['extensions.partitionkey', ['extensions', 'partitionkey']],
  ])('reads %s', (text, path) => {
    expect(parsePath(text)).toEqual(path)
  })
  it.each(['', '=', '=a + b', '="text"', '=a.', '=a[b]', '=a[-1]', '1a', `=${'a.'.repeat(120)}a`])(
    'is not made of %s',
    (text) => {
      expect(parsePath(text)).toBeUndefined()
      expect(() => requiredPath(text)).toThrow(/is no path: write names with points/)
    },
  )
  it('finds texts, numbers and booleans, and nothing else', () => {
    const value = { a: [{ b: 'x', n: 7, t: false, o: {}, z: null }] }
    const at = (text: string): string | undefined => textAt(requiredPath(text), value)
    expect(['=a[0].b', '=a[0].n', '=a[0].t'].map(at)).toEqual(['x', '7', 'false'])
    expect(['=a', '=a[0].o', '=a[0].z', '=a[1].b', '=b', '=a.length', '=constructor.name'].map(at)).toEqual(
      Array(7).fill(undefined),
    )
  })
})
