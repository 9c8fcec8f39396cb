// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { whyNotEmpty } from './groups.ts'
import { resetRow } from './offset-reset.ts'

const range = { start: 10, end: 50 }

describe('a reset of one partition', () => {
  it.each([
    [{ kind: 'earliest' }, 10, false],
    [{ kind: 'latest' }, 50, false],
    [{ kind: 'offset', offset: 20 }, 20, false],
    [{ kind: 'offset', offset: 5 }, 10, true],
    [{ kind: 'offset', offset: 500 }, 50, true],
    [{ kind: 'shift', by: -5 }, 25, false],
    [{ kind: 'shift', by: -100 }, 10, true],
    [{ kind: 'time', time: 1 }, 33, false],
  ] as const)('to %j goes to %d', (to, next, clamped) => {
    expect(resetRow(0, range, 30, to, 33)).toEqual({ partition: 0, start: 10, end: 50, current: 30, next, clamped })
  })

  it('goes to the end when no record is as young as the time that was asked for', () => {
    expect(resetRow(0, range, 30, { kind: 'time', time: 9e12 }, undefined).next).toBe(50)
  })

  it('shifts a group that never committed from the end', () => {
    expect(resetRow(0, range, undefined, { kind: 'shift', by: -10 }, undefined)).toMatchObject({ next: 40 })
  })
})

describe('a group', () => {
  it('can be reset only while it is empty, and says what to do', () => {
    const members = new Map([['m', {}]]) as never
    expect(whyNotEmpty({ id: 'g', state: 'Empty', members: new Map() }, 'reset')).toBeUndefined()
    expect(whyNotEmpty({ id: 'g', state: 'Stable', members }, 'reset')).toBe(
      'g has 1 member and is Stable; it can be reset when it is empty. Stop its consumers first.',
    )
  })
})
