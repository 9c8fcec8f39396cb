import { httpServer } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { fastify } from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { silentLog } from '../testing/silent.ts'
import { forwardRoutes } from './forward.ts'

async function forwarding() {
  const seen: unknown[] = []
  const service = fastify()
  service.all('/products', (request, reply) => {
    seen.push([request.method, request.headers['idempotency-key'], request.body])
    return reply.code(201).send({ id: 'p' })
  })
  service.delete('/products/:id', (request, reply) => {
    seen.push(request.params)
    return reply.code(404).type('application/problem+json').send('{"detail":"gone"}')
  })
  const url = await service.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => service.close())
  const app = httpServer({
    service: 'dashboard',
    ports: { clocks: virtualClocks(0), random: seededRandom(1), log: silentLog },
  })
  let waited = 0
  forwardRoutes(app, {
    services: { products: url, customers: 'http://127.0.0.1:9' },
    current: async () => void waited++,
  })
  return { app, seen, waited: () => waited }
}

it('passes a form on with its key, and answers when the dashboard has the change', async () => {
  const { app, seen, waited } = await forwarding()
  const headers = { 'idempotency-key': 'k' }
  const answer = await app.inject({ method: 'POST', url: '/api/products', headers, payload: { name: 'x', price: 1 } })
  expect([answer.statusCode, answer.json(), waited()]).toEqual([201, { id: 'p' }, 1])
  expect(seen).toEqual([['POST', 'k', { name: 'x', price: 1 }]])
})

it('passes a refusal back as it is', async () => {
  const { app, seen } = await forwarding()
  const answer = await app.inject({ method: 'DELETE', url: '/api/products/a%2Fb' })
  expect([answer.statusCode, answer.json()]).toEqual([404, { detail: 'gone' }])
  expect(seen).toEqual([{ id: 'a/b' }])
})

it('says which service does not answer', async () => {
  const { app } = await forwarding()
  const answer = await app.inject({ method: 'POST', url: '/api/customers', payload: {} })
  expect(answer.statusCode).toBe(503)
  expect(answer.json<{ detail: string }>().detail).toContain('http://127.0.0.1:9 does not answer')
})
