import { describe, expect, it } from 'vitest'
import type { Sale } from '../../../contract/waiting-room.ts'
import type { PlaceView, SaleView, VisitView } from '../../view.ts'
import { perMinute } from '../office/office-folds.ts'
import { askAgainMs } from './ask-again.ts'
import { aheadNow, folds } from './sale-folds.ts'
import { clockText, spokenSpan, waitText } from './span.ts'

const place = { status: 'waiting', ahead: 10, admittedThen: 100, nextPollMs: 2000 } as PlaceView
const sale = (admittedTotal: number, more: Partial<Sale> = {}) => ({ state: 'open', admittedTotal, ...more }) as Sale
const view = (of: Sale) => ({ sale: of, silent: [] }) as SaleView
const visit = { sessionId: 's', place, purchases: [], silent: [] } as VisitView

describe('a place between two counts', () => {
  it.each([
    [100, 10],
    [104, 6],
    [110, 0],
    [999, 0],
    [50, 10],
  ])('with %i let in has %i ahead', (admitted, ahead) => expect(aheadNow(place, sale(admitted))).toBe(ahead))

  it('takes a correction, and keeps the rest', () => {
    const known = { visit: { ...visit, place: { ...place, estimate: 'paused' } as PlaceView } }
    const told = folds['place']?.(known, { ahead: 3, admittedThen: 104 } as never)
    expect(told?.visit?.place).toMatchObject({ ahead: 3, admittedThen: 104, estimate: 'paused', status: 'waiting' })
    expect(folds['place']?.({}, {} as never)).toEqual({})
  })
})

describe('a page asks by itself', () => {
  it('soon when it may be its turn, seldom while it is told everything, as the queue says when it is not', () => {
    expect(askAgainMs({ visit, view: view(sale(111)) }, false)).toBe(600)
    expect(askAgainMs({ visit, view: view(sale(105)) }, false)).toBe(60_000)
    expect(askAgainMs({ visit, view: view(sale(105)) }, true)).toBe(2000)
    expect(askAgainMs({ visit: { ...visit, silent: ['tickets'] }, view: view(sale(105)) }, false)).toBe(5000)
    expect(askAgainMs({}, false)).toBe(1000)
  })

  it('later the more people were in the draw', () => {
    const early = { ...visit, place: { ...place, status: 'early' } as PlaceView }
    expect(askAgainMs({ visit: early, view: view(sale(0, { waiting: 50_000 })) }, false)).toBe(53_000)
  })
})

describe('a span of time', () => {
  it.each([
    [-5, '0:00'],
    [59_999, '0:59'],
    [125_000, '2:05'],
    [3_725_000, '1:02:05'],
    [90_061_000, '1 d 1:01:01'],
  ])('of %i ms reads %s', (ms, text) => expect(clockText(ms)).toBe(text))

  it.each([
    [0, 'no time'],
    [61_000, '1 minute and 1 second'],
    [20_000, '20 seconds'],
    [7_200_000, '2 hours'],
  ])('of %i ms is said as %s', (ms, text) => expect(spokenSpan(ms)).toBe(text))

  it.each([
    [1000, 30_000, 'under a minute'],
    [200_000, 240_000, '3 to 4 minutes'],
    [60_000, 60_000, 'about 1 minute'],
    [3_600_000, 7_200_000, '1 to 2 hours'],
  ])('of %i to %i ms is estimated as %s', (low, high, text) => expect(waitText(low, high)).toBe(text))
})

describe('the pace', () => {
  it('is a rate a minute by the time between samples, and nothing when a new sale begins', () => {
    const at = (second: number) => new Date(second * 1000).toISOString()
    const sample = (second: number, admitted: number) => ({ at: at(second), admitted, sold: 0, waiting: 0 })
    expect(perMinute([sample(0, 0), sample(1, 2), sample(3, 6)], 'admitted')).toEqual([0, 120, 120])
    expect(perMinute([sample(0, 50), sample(1, 0)], 'admitted')).toEqual([0, 0])
  })
})
