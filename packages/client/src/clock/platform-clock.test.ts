import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { platformClock } from './platform-clock.ts'

it('is the system’s without a platform, and with one whose clock is real', async () => {
  expect((await platformClock({})).mode).toBe('system')
  const server = fastify()
  server.get('/v1/clock', () => ({ mode: 'system', now: 5 }))
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  expect((await platformClock({ MILLRACE_CLOCK_URL: `${url}/` })).mode).toBe('system')
  await server.close()
})

it('names a wrong address', async () => {
  await expect(platformClock({ MILLRACE_CLOCK_URL: 'nowhere' })).rejects.toThrow('MILLRACE_CLOCK_URL')
})

it('follows a virtual clock step by step, and says what is next', async () => {
  const reached: unknown[] = []
  const steps = Promise.withResolvers<(step: object) => void>()
  const server = fastify()
  server.get('/v1/clock', () => ({ mode: 'virtual', now: 1000 }))
  server.get('/v1/clock/events', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    const step = (data: object): void => void reply.raw.write(`data: ${JSON.stringify(data)}\n\n`)
    step({ seq: 1, now: 1000 })
    steps.resolve(step)
  })
  server.post('/v1/clock/reached', (request, reply) => {
    reached.push(request.body)
    return reply.code(204).send()
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const clock = await platformClock({ MILLRACE_CLOCK_URL: url })
  const fired = new Promise<number>((resolve) => clock.domain.timerAt(1500, () => resolve(clock.domain.now())))
  clock.domain.timerAt(9000, () => undefined)
  const step = await steps.promise
  step({ seq: 2, now: 1600 })
  expect(await fired).toBe(1500)
  await expect.poll(() => reached.at(-1)).toMatchObject({ seq: 2, now: 1600, next: 9000 })
  clock.close()
  server.server.closeAllConnections()
  await server.close()
})
