import { once } from 'node:events'
import { messageOf } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { heartbeatMs } from '../../contract/heartbeat.ts'
import { type LiveQuery, liveQuery } from '../../contract/live.ts'
import type { ConsoleContext } from '../context.ts'
import { inputProblem, problemOf } from '../problem.ts'
import { compileFilter } from '../records/browse.ts'
import { eventText } from './event.ts'
import { tail } from './tail.ts'

/** A reader this many bytes behind is cut off; its page reconnects and goes on where it was. */
const bufferedAtMostBytes = 4_000_000

/**
 * `GET /api/live`: one stream of server-sent events per tab for everything that it shows. Events: `view` ({name, data}),
 * `view-failed` ({name, problem}), `records` (a TailEvent; its id is the cursor), `tail-failed`, `beat` ({now}).
 */
export function liveRoute(fastify: FastifyInstance, context: ConsoleContext): void {
  fastify.get('/api/live', async (request, reply) => {
    const query = liveQuery.safeParse(request.query)
    if (!query.success) return reply.status(400).send(inputProblem(query.error))
    compileFilter(query.data.filter)
    const after = lastEventId(request) ?? query.data.after
    const wanted = after === undefined ? query.data : { ...query.data, after }
    const stream = context.live.open()
    open(reply)
    reply.raw.on('close', () => stream.abort())
    await serve(reply, wanted, context, stream)
    return reply
  })
}

function lastEventId(request: FastifyRequest): string | undefined {
  const header = request.headers['last-event-id']
  return typeof header === 'string' && /^[\d:,]{3,8000}$/.test(header) ? header : undefined
}

function open(reply: FastifyReply): void {
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  reply.hijack()
  reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...headers })
  reply.raw.write('retry: 1000\n\n')
}

async function serve(
  reply: FastifyReply,
  wanted: LiveQuery,
  context: ConsoleContext,
  stream: AbortController,
): Promise<void> {
  const { signal } = stream
  const write = (name: string, data: unknown, id?: string) => {
    if (signal.aborted) return true
    if (reply.raw.writableLength > bufferedAtMostBytes) stream.abort()
    return reply.raw.write(eventText({ name, data, ...(id === undefined ? {} : { id }) }))
  }
  const stops = wanted.watch.map((name) =>
    context.live.watches.watch(name, (seen) =>
      'json' in seen
        ? write('view', { name, data: JSON.parse(seen.json) as unknown })
        : write('view-failed', { name, problem: seen.problem }),
    ),
  )
  const stopBeating = beat(context, () => write('beat', { now: context.options.clocks.domain.now() }))
  signal.addEventListener(
    'abort',
    () => {
      stopBeating()
      for (const stop of stops) stop()
      reply.raw.end()
    },
    { once: true },
  )
  if (wanted.tail !== undefined) await follow(reply, { ...wanted, tail: wanted.tail }, context, write, signal)
}

type Write = (name: string, data: unknown, id?: string) => boolean

/** Sends a topic's new records as fast as the page takes them. */
async function follow(
  reply: FastifyReply,
  wanted: LiveQuery & { tail: string },
  context: ConsoleContext,
  write: Write,
  signal: AbortSignal,
): Promise<void> {
  try {
    await tail(
      await context.connection.connect(),
      wanted,
      async (event) => {
        if (!write('records', event, event.cursor) && !signal.aborted) await once(reply.raw, 'drain', { signal })
      },
      signal,
    )
  } catch (error) {
    if (signal.aborted) return
    context.options.log?.warn({ topic: wanted.tail, error: messageOf(error) }, 'a live view of a topic has failed')
    write('tail-failed', { problem: problemOf(error) })
  }
}

function beat(context: ConsoleContext, send: () => void): () => void {
  const clock = context.options.clocks.liveness
  const next = () =>
    clock.timerIn(heartbeatMs, () => {
      send()
      timer = next()
    })
  send()
  let timer = next()
  return () => timer.cancel()
}
