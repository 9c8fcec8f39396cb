import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { AuditEntry } from '../../contract/overview.ts'
import type { ConnectedContext, ConsoleContext } from '../context.ts'
import { inputProblem, problemOf } from '../problem.ts'

type Schema = z.ZodType | undefined
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined

export interface Route<P extends Schema, Q extends Schema, B extends Schema, A, C> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  summary: string
  params?: P
  query?: Q
  body?: B
  /** For what changes something: how it goes into the audit log. */
  audit?: (input: Input<P, Q, B>) => Pick<AuditEntry, 'action' | 'target' | 'detail'>
  /** What the log says besides of what was done. */
  said?: (answer: A) => string
  handle: (input: Input<P, Q, B>, context: C, request: FastifyRequest) => A | Promise<A>
}

interface Input<P extends Schema, Q extends Schema, B extends Schema> {
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
}

/** A route whose handler gets checked input, ready to be put into a list with others. */
export interface RegisteredRoute {
  register: (fastify: FastifyInstance, context: ConsoleContext) => void
  describe: () => object
}

/** A route over the Kafka protocol: its input is parsed by its schemas, a wrong one is answered by 400 naming each field. */
export function route<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  A = unknown,
>(definition: Route<P, Q, B, A, ConnectedContext>): RegisteredRoute {
  return plainRoute<P, Q, B, A>({
    ...definition,
    handle: async (input, context, request) => {
      const kafka = await context.connection.connect()
      return await definition.handle(input, { ...context, kafka }, request)
    },
  })
}

/** The same, for what needs no Kafka. */
export function plainRoute<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  A = unknown,
>(definition: Route<P, Q, B, A, ConsoleContext>): RegisteredRoute {
  return {
    describe: () => description(definition),
    register: (fastify, context) => {
      fastify.route({
        method: definition.method,
        url: definition.url,
        handler: async (request, reply) => {
          const input = parse(definition, request)
          if (input.wrong !== undefined) return reply.status(400).send(inputProblem(input.wrong))
          const answer = await audited(definition, input.value, context, request)
          return reply.send(answer ?? null)
        },
      })
    },
  }
}

function parse<P extends Schema, Q extends Schema, B extends Schema, A>(
  definition: Route<P, Q, B, A, ConsoleContext>,
  request: FastifyRequest,
): { value: Input<P, Q, B>; wrong?: undefined } | { wrong: z.ZodError } {
  const shape = z.object({
    params: definition.params ?? z.unknown().transform(() => undefined),
    query: definition.query ?? z.unknown().transform(() => undefined),
    body: definition.body ?? z.unknown().transform(() => undefined),
  })
  const given = {
    params: request.params,
    query: request.query,
    body: request.body ?? (definition.body ? {} : undefined),
  }
  const parsed = shape.safeParse(given)
  return parsed.success ? { value: parsed.data as Input<P, Q, B> } : { wrong: parsed.error }
}

async function audited<P extends Schema, Q extends Schema, B extends Schema, A>(
  definition: Route<P, Q, B, A, ConsoleContext>,
  input: Input<P, Q, B>,
  context: ConsoleContext,
  request: FastifyRequest,
): Promise<unknown> {
  const entry = definition.audit?.(input)
  const record = (outcome: AuditEntry['outcome'], why = '') => {
    if (entry !== undefined)
      context.audit.record({
        ...entry,
        at: context.options.clocks.domain.now(),
        outcome,
        detail: [entry.detail, why].filter(Boolean).join(': '),
      })
  }
  try {
    const answer = await definition.handle(input, context, request)
    record('done', definition.said?.(answer))
    if (entry !== undefined) context.live.watches.refresh()
    return answer
  } catch (error) {
    const { status, detail } = problemOf(error)
    record(status < 500 ? 'refused' : 'failed', detail)
    throw error
  }
}

function description<P extends Schema, Q extends Schema, B extends Schema, A>(
  definition: Route<P, Q, B, A, ConsoleContext>,
): object {
  const schema = (one: Schema) =>
    one === undefined ? undefined : z.toJSONSchema(one, { io: 'input', unrepresentable: 'any' })
  const { method, url, summary, params, query, body } = definition
  return { method, url, summary, params: schema(params), query: schema(query), body: schema(body) }
}
