import { Readable } from 'node:stream'
import { problem, wrongFields } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import type { Entity } from './entity.ts'
import { readKey } from './idempotency.ts'
import { Operations, type ResourcePorts } from './operations.ts'
import { originalsMessage } from './problem.ts'

type ById = { Params: { id: string } }

/** Entities in one answer before it is streamed. */
const AT_ONCE = 500

/**
 * The original's routes: GET, POST on `/products`, GET, PUT, DELETE on `/products/{id}`. Every read is linearizable:
 * it waits until the view has what was acknowledged when the request came. A write is answered when the broker has
 * acknowledged it and this instance's view has it.
 */
export function resourceRoutes<E extends Entity, Input>(app: FastifyInstance, ports: ResourcePorts<E, Input>): void {
  const { collection } = ports
  const { toWire, plural } = ports.kind
  const operations = new Operations(ports)
  const path = `/${plural}`
  originalsMessage(app)

  app.get(path, async (_, reply) => {
    await collection.current()
    reply.type('application/json; charset=utf-8')
    if (collection.size > AT_ONCE) return Readable.from(jsonArray(collection.all(), toWire))
    return JSON.stringify([...collection.all()].map(toWire))
  })
  app.post(path, async ({ headers, body }, reply) => {
    const key = readKey(headers['idempotency-key'])
    if (key.kind === 'wrong') throw wrongFields([{ field: 'Idempotency-Key', message: key.reason }])
    const entity = await operations.create(body, key.kind === 'key' ? key.key : undefined)
    reply.code(201).header('location', `${path}/${entity.id}`)
    return toWire(entity)
  })
  app.get<ById>(`${path}/:id`, async ({ params }) => toWire(await operations.retrieve(params.id)))
  app.put<ById>(`${path}/:id`, async ({ params, body }) => toWire(await operations.change(params.id, body)))
  app.delete<ById>(`${path}/:id`, async ({ params }) => toWire(await operations.remove(params.id)))
  refuseOthers(app, path, ['GET', 'HEAD', 'POST'])
  refuseOthers(app, `${path}/:id`, ['GET', 'HEAD', 'PUT', 'DELETE'])
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function refuseOthers(app: FastifyInstance, url: string, allowed: readonly (typeof METHODS)[number][]): void {
  const allow = allowed.join(', ')
  app.route({
    url,
    method: METHODS.filter((method) => !allowed.includes(method)),
    handler: async ({ method }, reply) => {
      reply.header('allow', allow)
      throw problem(405, 'Method not allowed', `${method} is not served here; ${allow} are`)
    },
  })
}

/** In blocks, so that a long list costs neither one long string nor a write for each row. */
function* jsonArray<E>(entities: Iterable<E>, toWire: (entity: E) => unknown): Iterable<string> {
  let block: string[] = []
  let before = '['
  for (const entity of entities) {
    block.push(JSON.stringify(toWire(entity)))
    if (block.length < AT_ONCE) continue
    yield before + block.join(',')
    before = ','
    block = []
  }
  if (before === '[') yield `[${block.join(',')}]`
  else yield block.length === 0 ? ']' : `,${block.join(',')}]`
}
