import { describe, expect, it } from 'vitest'
import { decodeState, encodeState } from './codec.ts'

describe('state', () => {
  it('is read back as it was written', () => {
    const state = {
      a: [1, null, 'x', 2n ** 60n, -Infinity, -0],
      m: new Map([['k', new Uint8Array([1, 2])]]),
      n: Number.NaN,
    }
    expect(decodeState(encodeState(state))).toEqual(state)
  })

  it('is refused when a byte differs or a later version wrote it', () => {
    const bytes = encodeState(['x'])
    const changed = Buffer.from(bytes)
    changed[7] = (changed[7] as number) ^ 1
    expect(() => decodeState(changed)).toThrow('checksum')
    expect(() => decodeState(Buffer.from([9, 0, 0, 0, 0]))).toThrow('format 9')
  })
})
