import { waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry, Place, Sale } from './contract/waiting-room.ts'
import { type Hosted, hostSale } from './testing/hosted.ts'

const MINUTE = 60_000
let sale: Hosted
beforeAll(async () => {
  sale = await hostSale({
    SALE_OPENS_AT: '2026-01-01T00:10:00Z',
    QUEUE_RATE_PER_MINUTE: '60',
    QUEUE_MAX_ACTIVE: '3',
    TICKETS_CAPACITY: '1000',
  })
})
afterAll(() => sale?.stop())

const join = async (sessionId: string) => (await sale.ask<Place>('queue', 'POST', '/join', { sessionId })).body
const operate = async (what: string, body: object = {}) =>
  (await sale.ask<Sale>('queue', 'POST', `/operator/${what}`, body, { 'x-operator': 'grace' })).body
const status = async (sessionId: string) => (await sale.place(sessionId)).status

describe('the waiting room', { timeout: 60_000 }, () => {
  it('keeps those who come early without a number, and promises a seed', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      expect(await join(name)).toMatchObject({ status: 'early', position: -1 })
    }
    const before = await sale.sale()
    expect(before).toMatchObject({ state: 'before', early: 6, admittedTotal: 0 })
    expect(before.seed).toBeUndefined()
    expect(before.commitment).toMatch(/^[0-9a-f]{64}$/u)
  })

  it('forgets who is not heard of for five minutes, and keeps who asks', async () => {
    await sale.advance(4 * MINUTE + 59_000)
    expect((await sale.sale()).early).toBe(6)
    for (const name of ['a', 'b', 'c', 'd', 'e']) await sale.place(name)
    await sale.advance(2000)
    await waitFor(async () => (await sale.sale()).lapsed === 1, { what: 'f to lapse' })
    expect((await sale.sale()).early).toBe(5)
    await waitFor(() => sale.observer.of('f').includes('Queue.CustomerAbandoned'), { what: 'the event' })
  })

  it('opens at its time with the seed that was promised, and lets in by rate and by room', async () => {
    const { commitment } = await sale.sale()
    await operate('pause')
    for (const name of ['a', 'b', 'c', 'd', 'e']) await sale.place(name)
    await sale.advance(4 * MINUTE + 59_000)
    for (const name of ['a', 'b', 'c', 'd', 'e']) await sale.place(name)
    await waitFor(async () => (await sale.sale()).waiting === 5, { what: 'the opening' })
    const { seed = '', state } = await sale.sale()
    expect([state, await digest(seed)]).toEqual(['paused', commitment])
    const numbers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(async (name) => (await sale.place(name)).number))
    expect([...numbers].sort()).toEqual([1, 2, 3, 4, 5])
    await operate('resume')
    await waitFor(async () => (await sale.sale()).active === 1, { what: 'the first' })
    await sale.advance(10_000)
    await waitFor(async () => (await sale.sale()).active === 3, { what: 'three' })
    expect(await sale.sale()).toMatchObject({ waiting: 2, active: 3, admittedTotal: 3 })
  })

  it('gives one token to a refresh and to another tab, and passes on an offer that nobody takes', async () => {
    const { waiting } = await sale.sale()
    const names = ['a', 'b', 'c', 'd', 'e']
    const admitted: string[] = []
    const { body } = await sale.ask<{ places: [string, string, number][] }>('queue', 'POST', '/positions', {
      sessionIds: names,
    })
    for (const [name, state] of body.places) if (state === 'admitted') admitted.push(name)
    const taken = admitted[0] ?? ''
    const first = await sale.place(taken)
    expect((await sale.place(taken)).token).toBe(first.token)
    expect([waiting, admitted.length]).toEqual([2, 3])
    await sale.advance(2 * MINUTE + 1000)
    // Two did not look: the next two are in.
    await waitFor(async () => (await sale.sale()).admittedTotal === 5, { what: 'the offers to pass on' })
    expect(await status(taken)).toBe('admitted')
    expect((await sale.sale()).lapsed).toBe(3)
  })

  it('frees the slot when the token ends, and drains: nobody new, the others finish', async () => {
    await join('g')
    expect(await operate('drain')).toMatchObject({ state: 'draining' })
    expect((await sale.ask('queue', 'POST', '/join', { sessionId: 'h' })).status).toBe(409)
    await sale.advance(2 * MINUTE + 2000)
    await waitFor(async () => (await status('g')) === 'admitted', { what: 'g to get in' })
    await sale.advance(10 * MINUTE)
    await waitFor(async () => (await status('g')) === 'lapsed', { what: 'the token to end' })
    expect((await sale.sale()).active).toBe(0)
    await operate('open')
  })

  it('lets operators change the rate, remove people, generate some, rotate keys and begin anew; all is written down', async () => {
    expect(await operate('settings', { rate: 0, maxActive: 7, message: 'soon' })).toMatchObject({
      rate: 0,
      message: 'soon',
    })
    await join('x')
    const removed = await sale.ask<Place>('queue', 'POST', '/operator/sessions/x/remove', {})
    expect(removed.body.status).toBe('removed')
    expect((await sale.ask('queue', 'POST', '/join', { sessionId: 'x' })).status).toBe(403)
    expect((await sale.ask('queue', 'POST', '/operator/mock', { count: 250 })).status).toBe(201)
    const { waiting } = await sale.sale()
    expect(waiting).toBe(250)
    const page = await sale.ask<{ items: { mock: boolean }[]; next: string }>(
      'queue',
      'GET',
      '/operator/sessions?status=waiting&limit=200',
    )
    const rest = await sale.ask<{ items: unknown[] }>(
      'queue',
      'GET',
      `/operator/sessions?status=waiting&limit=200&after=${page.body.next}`,
    )
    expect([page.body.items.length, page.body.items[0]?.mock, rest.body.items.length]).toEqual([200, true, 50])
    await sale.ask('queue', 'POST', '/operator/rotate', {})
    expect((await sale.ask<{ keys: unknown[] }>('queue', 'GET', '/keys')).body.keys).toHaveLength(2)
    const { room } = await sale.sale()
    const anew = await operate('reset')
    expect(anew).toMatchObject({ waiting: 0, early: 0, admittedTotal: 0 })
    expect(anew.room).not.toBe(room)
    const audit = await sale.ask<{ items: AuditEntry[] }>('queue', 'GET', '/operator/audit')
    expect(audit.body.items.map(({ what }) => what)).toEqual(
      ['pause', 'resume', 'drain', 'open', 'settings', 'remove', 'rotate', 'reset'].toReversed(),
    )
    expect(audit.body.items.find(({ what }) => what === 'settings')).toMatchObject({
      who: 'grace',
      before: { rate: 60, maxActive: 3 },
      after: { rate: 0, maxActive: 7 },
    })
  })
})

async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex')
}
