import { Fault, seededRandom, virtualClocks } from '@millrace/kernel'
import { httpServer } from '@millrace/client/http'
import { describe, expect, it } from 'vitest'
import { type Product, type ProductInput, products } from '../products/product.ts'
import { MemoryClaims, MemoryCollection } from '../testing/memory-collection.ts'
import { silentLog } from '../testing/silent.ts'
import { resourceRoutes } from './routes.ts'

function service() {
  const collection = new MemoryCollection<Product>()
  const claims = new MemoryClaims()
  const clocks = virtualClocks(Date.parse('2026-01-02T03:04:05Z'))
  const random = seededRandom(7)
  const app = httpServer({ service: 'products', ports: { clocks, random, log: silentLog }, bodyBytes: 16 * 1024 })
  resourceRoutes<Product, ProductInput>(app, { kind: products, collection, claims, clocks, random })
  const post = (payload: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/products',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const put = (id: string, payload: object) => app.inject({ method: 'PUT', url: `/products/${id}`, payload })
  return { app, collection, claims, post, put }
}

const butter = { name: 'Butter', price: 1.5 }

describe('the routes of the originals', () => {
  it('creates with 201, the location and the entity in decimals', async () => {
    const { post, collection } = service()
    const answer = await post(butter)
    const entity = answer.json<{ id: string }>()
    expect([answer.statusCode, answer.headers['location']]).toEqual([201, `/products/${entity.id}`])
    expect(entity).toEqual({ id: entity.id, ...butter })
    expect(entity.id).toMatch(/^[\w-]{22}$/)
    expect(collection.get(entity.id)?.price).toBe(150)
  })

  it('lists as a bare array, and reads, changes and removes one', async () => {
    const { app, post, put } = service()
    const { id } = (await post(butter)).json<{ id: string }>()
    expect((await app.inject('/products')).json()).toEqual([{ id, ...butter }])
    const changed = await put(id, { id, name: 'Salted butter', price: 1.75 })
    expect([changed.statusCode, changed.json()]).toEqual([200, { id, name: 'Salted butter', price: 1.75 }])
    expect((await app.inject(`/products/${id}`)).json()).toEqual(changed.json())
    const removed = await app.inject({ method: 'DELETE', url: `/products/${id}` })
    expect([removed.statusCode, removed.json()]).toEqual([200, changed.json()])
    expect((await app.inject('/products')).json()).toEqual([])
  })

  it.each(['GET', 'PUT', 'DELETE'] as const)(
    'answers %s of what is not there with 404, id and message',
    async (method) => {
      const { app } = service()
      const payload = method === 'PUT' ? { payload: butter } : {}
      const answer = await app.inject({ method, url: '/products/nope', ...payload })
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ])
      expect(answer.json()).toMatchObject({
        status: 404,
        id: 'nope',
        message: 'Failed to locate product with id nope.',
      })
    },
  )

  it('streams a list of any length as one JSON array', async () => {
    const { app, collection } = service()
    for (const count of [0, 1, 500, 501, 1000, 1001, 2500]) {
      collection.entities.clear()
      for (let index = 0; index < count; index++) {
        collection.entities.set(`p${index}`, { id: `p${index}`, name: 'x', price: index })
      }
      const list = (await app.inject('/products')).json<{ id: string }[]>()
      expect(list.map(({ id }) => id)).toEqual([...collection.entities.keys()])
    }
  })

  it('waits for its view before each read', async () => {
    const { app, collection } = service()
    await app.inject('/products')
    await app.inject('/products/x')
    expect(collection.calls.current).toBe(2)
  })
})

describe('bad input', () => {
  const cases: [string, unknown, string[]][] = [
    ['nothing in it', {}, ['name', 'price']],
    ['a field of null', { name: null, price: 1 }, ['name']],
    ['an empty name', { name: '  ', price: 1 }, ['name']],
    ['a name that is no text', { name: 7, price: 1 }, ['name']],
    ['a name of a million characters', { name: 'x'.repeat(10_000), price: 1 }, ['name']],
    ['a control character', { name: 'a\u0007', price: 1 }, ['name']],
    ['half a surrogate pair', { name: '\ud800', price: 1 }, ['name']],
    ['a negative price', { name: 'x', price: -0.01 }, ['price']],
    ['a price in quotes', { name: 'x', price: '1.50' }, ['price']],
    ['a third decimal', { name: 'x', price: 1.005 }, ['price']],
    ['an enormous price', { name: 'x', price: 1e9 }, ['price']],
    ['an infinite price', '{"name":"x","price":1e999}', ['price']],
    ['a field that is not known', { name: 'x', price: 1, colour: 'red' }, ['colour']],
    ['a field of Ruby’s spelling', { Name: 'x', price: 1 }, ['name', 'Name']],
    ['everything wrong at once', { name: '', price: true, x: 1 }, ['name', 'price', 'x']],
    ['an array', [butter], ['']],
    ['a text', '"butter"', ['']],
    ['null', 'null', ['']],
  ]
  it.each(cases)('names each wrong field of a body with %s', async (_, body, fields) => {
    const { post, collection } = service()
    const answer = await post(body)
    expect(answer.statusCode).toBe(400)
    const problem = answer.json<{ message: string; detail: string; errors: { field: string; message: string }[] }>()
    expect(problem.errors.map(({ field }) => field)).toEqual(fields)
    expect(problem.message).toBe(problem.detail)
    expect(collection.calls.set).toBe(0)
  })

  it.each([
    ['{"name":', 400],
    ['{"name":"x","price":NaN}', 400],
    ['{"__proto__":{"name":"x"},"name":"x","price":1}', 400],
    ['', 400],
    [JSON.stringify({ name: 'x'.repeat(20_000) }), 413],
  ])('refuses the body %j with %i and a reason', async (body, status) => {
    const { post } = service()
    const answer = await post(body)
    expect(answer.statusCode).toBe(status)
    expect(answer.json<{ detail: string }>().detail).toMatch(/body/i)
  })

  it('takes JSON only, so that a page of another origin cannot post without asking', async () => {
    const { post } = service()
    const answer = await post(butter, { 'content-type': 'text/plain' })
    expect(answer.statusCode).toBe(415)
  })

  it('refuses a PUT whose id is not the path’s, and takes the same id', async () => {
    const { post, put } = service()
    const { id } = (await post(butter)).json<{ id: string }>()
    expect((await put(id, { ...butter, id: 'other' })).json<{ errors: object[] }>().errors).toEqual([
      { field: 'id', message: `must be the path's id ${id}, or be left out` },
    ])
    expect((await put(id, { ...butter, id })).statusCode).toBe(200)
  })

  it('says which methods a path has', async () => {
    const { app } = service()
    const answer = await app.inject({ method: 'PATCH', url: '/products' })
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD, POST'])
    expect((await app.inject('/nothing')).statusCode).toBe(404)
  })

  it('answers 503 while the log does not, and says that one may try again', async () => {
    const { app, collection } = service()
    collection.failure = new Fault('NETWORK', 'no broker answers')
    const answer = await app.inject('/products')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json<{ detail: string }>().detail).toContain('no broker answers')
  })
})

describe('an Idempotency-Key', () => {
  const keyed = { 'idempotency-key': 'k-1' }

  it('gives a repetition the first answer and creates once, in whatever order the fields come', async () => {
    const { post, collection } = service()
    const first = await post(butter, keyed)
    const second = await post({ price: 1.5, name: 'Butter' }, keyed)
    expect([second.statusCode, second.json()]).toEqual([201, first.json()])
    expect(collection.calls.set).toBe(1)
  })

  it('creates once when both arrive together', async () => {
    const { post, collection } = service()
    const [first, second] = await Promise.all([post(butter, keyed), post(butter, keyed)])
    expect(second.json()).toEqual(first.json())
    expect(collection.size).toBe(1)
  })

  it('refuses another body with 422', async () => {
    const { post } = service()
    await post(butter, keyed)
    const other = await post({ ...butter, price: 2 }, keyed)
    expect([other.statusCode, other.json<{ errors: object[] }>().errors]).toMatchObject([
      422,
      [{ field: 'Idempotency-Key' }],
    ])
  })

  it('does not bring back what was removed after the first answer', async () => {
    const { app, post, collection } = service()
    const { id } = (await post(butter, keyed)).json<{ id: string }>()
    await app.inject({ method: 'DELETE', url: `/products/${id}` })
    expect((await post(butter, keyed)).statusCode).toBe(201)
    expect(collection.size).toBe(0)
  })

  it('finishes what a crash left between the claim and the entity', async () => {
    const { post, claims, collection } = service()
    const first = await post(butter, keyed)
    const { id } = first.json<{ id: string }>()
    collection.entities.clear()
    claims.claims.set('k-1', {
      ...(claims.claims.get('k-1') as NonNullable<ReturnType<typeof claims.claims.get>>),
      settled: false,
    })
    expect((await post(butter, keyed)).json()).toEqual(first.json())
    expect([...collection.entities.keys()]).toEqual([id])
  })

  it('must be short and printable', async () => {
    const { post } = service()
    expect((await post(butter, { 'idempotency-key': 'a b' })).statusCode).toBe(400)
    expect((await post(butter, { 'idempotency-key': 'x'.repeat(256) })).statusCode).toBe(400)
  })
})
