import { platformClock } from '@millrace/client'
import { systemClocks } from '@millrace/kernel'
import fastify from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { PlatformClock } from './platform-clock.ts'
import { clockRoutes } from './routes.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function serve(mode: 'system' | 'virtual') {
  const clock = new PlatformClock(mode, systemClocks())
  const http = fastify()
  clockRoutes(http, clock)
  const url = await http.listen({ host: '127.0.0.1', port: 0 })
  closing.push(async () => {
    clock.followers.close()
    await http.close()
  })
  const advance = (ms: unknown) => http.inject({ method: 'POST', url: '/v1/clock/advance', payload: { ms } })
  return { clock, http, url, advance }
}

it('says what it shows, and moves when it is virtual', async () => {
  const { http, advance } = await serve('virtual')
  const before = (await http.inject('/v1/clock')).json<{ mode: string; now: number }>()
  expect(before.mode).toBe('virtual')
  const answer = await advance(1500)
  expect(answer.json()).toEqual({ now: before.now + 1500 })
})

it('refuses to move when it is real', async () => {
  const { advance } = await serve('system')
  const answer = await advance(1)
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({ code: 'CLOCK_IS_REAL' })
})

it.each([-1, 0.5, '10', null, 1e15])('refuses to advance by %j with a problem that names ms', async (ms) => {
  const { advance } = await serve('virtual')
  const answer = await advance(ms)
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ code: 'INVALID_ADVANCE', detail: expect.stringMatching(/^ms /) as string })
})

it("moves to a moment by Zeebe's call, and only forward", async () => {
  const { clock, http } = await serve('virtual')
  const put = (timestamp?: unknown) => http.inject({ method: 'PUT', url: '/v2/clock', payload: { timestamp } })
  const target = clock.now() + 300_000
  expect((await put(target)).statusCode).toBe(204)
  expect(clock.now()).toBe(target)
  const back = await put(target - 1)
  expect([back.statusCode, back.json<{ code: string }>().code]).toEqual([409, 'CLOCK_IS_LATER'])
  expect((await put()).json()).toMatchObject({ status: 400, detail: 'No timestamp provided.' })
  expect((await put(-5)).json()).toMatchObject({ status: 400, detail: 'timestamp must not be negative' })
  expect((await put(9e15)).json()).toMatchObject({ status: 400, detail: 'timestamp is at most 8640000000000000' })
})

it("moves to the system's time by Zeebe's reset", async () => {
  const { clock, http } = await serve('virtual')
  const before = systemClocks().domain.now()
  expect((await http.inject({ method: 'POST', url: '/v2/clock/reset' })).statusCode).toBe(204)
  expect(clock.now()).toBeGreaterThanOrEqual(before)
})

it("refuses Zeebe's call in words when the clock is real; a reset has nothing to do", async () => {
  const { http } = await serve('system')
  const answer = await http.inject({ method: 'PUT', url: '/v2/clock', payload: { timestamp: 1 } })
  expect(answer.json()).toMatchObject({
    status: 409,
    code: 'CLOCK_IS_REAL',
    detail: expect.stringMatching(/--clock virtual/) as string,
  })
  expect((await http.inject({ method: 'POST', url: '/v2/clock/reset' })).statusCode).toBe(204)
})

it('refuses a page of another site', async () => {
  const { http } = await serve('virtual')
  const headers = { origin: 'http://evil.example' }
  const answer = await http.inject({ method: 'POST', url: '/v1/clock/advance', headers, payload: { ms: 1 } })
  expect(answer.statusCode).toBe(403)
})

it('fires timers here and at a follower in the order in which they fall due', async () => {
  const { clock, url, advance } = await serve('virtual')
  const followed = await platformClock({ MILLRACE_CLOCK_URL: url })
  closing.push(() => followed.close())
  const start = clock.now()
  expect(followed.domain.now()).toBe(start)
  const seen: [string, number][] = []
  const note = (who: string, from: { now(): number }) => () => void seen.push([who, from.now() - start])
  followed.domain.timerAt(start + 10, note('there', followed.domain))
  clock.clocks.domain.timerAt(start + 20, note('here', clock.clocks.domain))
  followed.domain.timerAt(start + 30, note('there', followed.domain))
  followed.domain.timerAt(start + 1000, note('there', followed.domain))
  await advance(100)
  expect(seen).toEqual([
    ['there', 10],
    ['here', 20],
    ['there', 30],
  ])
  expect(followed.domain.now()).toBe(start + 100)
})

it('goes on without a follower that has left', async () => {
  const { clock, url, advance } = await serve('virtual')
  const followed = await platformClock({ MILLRACE_CLOCK_URL: url })
  followed.domain.timerAt(clock.now() + 10, () => followed.close())
  expect((await advance(50)).statusCode).toBe(200)
  expect((await advance(50)).statusCode).toBe(200)
})
