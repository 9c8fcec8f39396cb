import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Entity } from './entity.ts'
import { readKey } from './idempotency.ts'
import { Operations, type Outcome, type ResourcePorts } from './operations.ts'
import { sendProblem, wrongFields } from './problem.ts'

type ById = { Params: { id: string } }

/** Entities in one answer before it is streamed. */
const AT_ONCE = 500

/**
 * The original's routes: GET, POST on `/products`, GET, PUT, DELETE on `/products/{id}`. Every read is linearizable:
 * it waits until the view has what was acknowledged when the request came. A write is answered when the broker has
 * acknowledged it and this instance's view has it.
 */
export function resourceRoutes<E extends Entity, Input>(app: FastifyInstance, ports: ResourcePorts<E, Input>): void {
  const { kind, collection } = ports
  const operations = new Operations(ports)
  const path = `/${kind.plural}`
  const answer = (reply: FastifyReply, outcome: Outcome<E>): FastifyReply =>
    outcome.kind === 'done' ? reply.send(kind.toWire(outcome.entity)) : sendProblem(reply, outcome.problem)

  app.get(path, async (_, reply) => {
    await collection.current()
    reply.type('application/json; charset=utf-8')
    if (collection.size > AT_ONCE) return reply.send(Readable.from(jsonArray(collection.all(), kind.toWire)))
    return reply.send(JSON.stringify([...collection.all()].map(kind.toWire)))
  })

  app.post(path, async (request, reply) => {
    const key = readKey(request.headers['idempotency-key'])
    if (key.kind === 'wrong')
      return sendProblem(reply, wrongFields([{ field: 'Idempotency-Key', message: key.reason }]))
    const outcome = await operations.create(request.body, key.kind === 'key' ? key.key : undefined)
    if (outcome.kind === 'done') reply.code(201).header('location', `${path}/${outcome.entity.id}`)
    return answer(reply, outcome)
  })

  app.get<ById>(`${path}/:id`, async ({ params }, reply) => answer(reply, await operations.retrieve(params.id)))
  app.put<ById>(`${path}/:id`, async ({ params, body }, reply) =>
    answer(reply, await operations.change(params.id, body)),
  )
  app.delete<ById>(`${path}/:id`, async ({ params }, reply) => answer(reply, await operations.remove(params.id)))
  refuseOthers(app, path, ['GET', 'HEAD', 'POST'])
  refuseOthers(app, `${path}/:id`, ['GET', 'HEAD', 'PUT', 'DELETE'])
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function refuseOthers(app: FastifyInstance, url: string, allowed: readonly (typeof METHODS)[number][]): void {
  const allow = allowed.join(', ')
  app.route({
    url,
    method: METHODS.filter((method) => !allowed.includes(method)),
    handler: (request, reply) => {
      reply.header('allow', allow)
      const detail = `${request.method} is not served here; ${allow} are`
      return sendProblem(reply, { status: 405, title: 'Method not allowed', detail })
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
  yield block.length === 0 ? (before === '[' ? '[]' : ']') : `${before}${block.join(',')}]`
}
