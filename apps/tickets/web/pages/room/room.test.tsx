import { click, find, render } from '@millrace/ui/testing'
import { act } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import type { PlaceStatus } from '../../../contract/waiting-room.ts'
import { placeOf, purchaseOf, saleOf, stockOf, visitOf } from '../testing/visits.ts'
import { RoomPage } from './RoomPage.tsx'

afterEach(() => vi.unstubAllGlobals())

const shown = async (visit: ReturnType<typeof visitOf>): Promise<string> => {
  using page = await render(<RoomPage visit={visit} />)
  return page.container.textContent ?? ''
}

it('counts on by itself with those who are let in', async () => {
  const of = (admittedTotal: number) =>
    visitOf({ view: { sale: saleOf({ admittedTotal }), stock: stockOf(), silent: [] } })
  using page = await render(<RoomPage visit={of(5)} />)
  expect(find(page.container, '.ts-position-number').textContent).toBe('4')
  expect(page.container.textContent).toContain('Your turn comes in 3 to 4 minutes')
  await page.show(<RoomPage visit={of(7)} />)
  expect(find(page.container, '.ts-position-number').textContent).toBe('2')
  await page.show(<RoomPage visit={of(8)} />)
  expect(page.container.textContent).toContain('You are next.')
})

it('is honest where there is little hope', async () => {
  const unlikely = visitOf({ place: placeOf({ unlikely: true }) })
  expect(await shown(unlikely)).toContain('It is unlikely, though not impossible')
  const over = { sale: saleOf(), stock: stockOf({ soldOut: 'final', available: 0, held: 0 }), silent: [] }
  expect(await shown(visitOf({ view: over }))).toContain('You need not wait any longer')
  expect(await shown(visitOf({ place: placeOf({ estimate: 'unknown' }) }))).toContain('cannot be said yet')
})

it.each<[PlaceStatus, string]>([
  ['unknown', 'Join the line'],
  ['early', 'You are in the waiting room'],
  ['admitted', 'Choose your tickets'],
  ['finished', 'You have been through the shop.'],
  ['abandoned', 'You have left.'],
  ['lapsed', 'nothing was heard of you for too long'],
  ['removed', 'taken out of the line'],
])('says to one who is %s: %s', async (status, text) =>
  expect(await shown(visitOf({ place: placeOf({ status }) }))).toContain(text),
)

it('leads to what is held already', async () => {
  const visit = visitOf({ place: placeOf({ status: 'admitted' }), purchases: [purchaseOf()] })
  using page = await render(<RoomPage visit={visit} />)
  expect(find<HTMLAnchorElement>(page.container, 'a.mr-big').getAttribute('href')).toBe('/pay?reservationId=r1')
})

it('lets nobody join while the queue does not answer', async () => {
  using page = await render(<RoomPage visit={visitOf({ place: null, silent: ['queue'] })} />)
  expect(find<HTMLButtonElement>(page.container, 'button.mr-big').disabled).toBe(true)
  expect(page.container.textContent).toContain('The queue does not answer at the moment')
})

it('sends the same try with the same key, until it is answered', async () => {
  const keys: (string | null)[] = []
  const answers = [503, 200, 200]
  vi.stubGlobal('fetch', async (_: string, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get('idempotency-key'))
    return Response.json({ detail: 'later' }, { status: answers.shift() ?? 200 })
  })
  const taken: unknown[] = []
  using page = await render(<RoomPage visit={visitOf({ place: placeOf({ status: 'unknown' }) }, taken)} />)
  const join = async () => {
    await click(find(page.container, 'button.mr-big'))
    await act(async () => new Promise((resolve) => setTimeout(resolve, 20)))
  }
  await join()
  expect(page.container.textContent).toContain('later')
  await join()
  await join()
  expect([keys[0] === keys[1], keys[1] === keys[2], taken.length]).toEqual([true, false, 2])
})
