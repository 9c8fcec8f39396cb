import { describe, expect, it } from 'vitest'
import { instantOf, isZone, localOf } from './zone.ts'

const at = (text: string): number => Date.parse(`${text}Z`)

describe('time zones', () => {
  it('shift instants to what clocks show, and back', () => {
    expect(localOf(at('2024-07-01T10:00:00'), 'Europe/Berlin')).toBe(at('2024-07-01T12:00:00'))
    expect(instantOf(at('2024-01-01T12:00:00'), 'Asia/Shanghai')).toBe(at('2024-01-01T04:00:00'))
    expect(localOf(-1, 'America/New_York')).toBe(-1 - 5 * 3_600_000)
  })

  it('move on a time that clocks leave out, and take the first of two', () => {
    expect(instantOf(at('2024-03-31T02:30:00'), 'Europe/Berlin')).toBe(at('2024-03-31T01:30:00'))
    expect(instantOf(at('2024-10-27T02:30:00'), 'Europe/Berlin')).toBe(at('2024-10-27T00:30:00'))
  })

  it('are known by their names and offsets', () => {
    expect(['UTC', 'Europe/Berlin', 'GMT+08:00', 'Nowhere'].map(isZone)).toEqual([true, true, true, false])
  })
})
