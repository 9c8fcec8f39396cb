import { describe, expect, it } from 'vitest'
import { decodeEpoch, encodeEpoch } from './epoch-record.ts'

const EPOCH = { number: 7, sources: [{ topic: 'orders', partition: 2, nextOffset: 2 ** 40 }] }

describe('records of epochs', () => {
  it('are read back as they were written', () => {
    expect(decodeEpoch(encodeEpoch(EPOCH))).toEqual(EPOCH)
  })

  it('begin with their version', () => {
    expect(encodeEpoch(EPOCH).toString('latin1')).toBe('\u0001[7,[["orders",2,1099511627776]]]')
  })

  it('of a later version are refused', () => {
    expect(() => decodeEpoch(Buffer.of(2, 91, 93))).toThrow('format 2')
  })
})
