import { describe, expect, it } from 'vitest'
import { effectOf, targetOf } from './reset-target.ts'

describe('where a group is to go on', () => {
  it.each([
    ['earliest', '', { kind: 'earliest' }],
    ['offset', '12', { kind: 'offset', offset: 12 }],
    ['offset', '-1', undefined],
    ['shift', '-100', { kind: 'shift', by: -100 }],
    ['shift', '0', undefined],
    ['time', '', undefined],
  ] as const)('%s %s', (kind, text, target) => expect(targetOf(kind, text)).toEqual(target))
})

describe('what a reset means', () => {
  it('is told in records that come again, records that never come, and partitions that stay', () => {
    const row = (current: number | undefined, next: number) => ({
      partition: 0,
      start: 0,
      end: 100,
      ...(current === undefined ? {} : { current }),
      next,
      clamped: false,
    })
    expect(effectOf([row(60, 10), row(60, 90), row(5, 5), row(undefined, 100)])).toEqual({
      again: 50,
      skipped: 30,
      unchanged: 1,
      first: 1,
    })
  })
})
