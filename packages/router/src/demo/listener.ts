import { type CloudEvent, decodeHttp, headerPairs, requiredText } from '@millrace/cloudevents'
import { Fault } from '@millrace/kernel'
import fastify from 'fastify'

/** A subscriber for the length of a demo. */
export interface Listener extends AsyncDisposable {
  /** An event of this type that came and was not taken yet. */
  take(type: string): CloudEvent | undefined
}

const BODY_BYTES = 1_000_000

/** Subscribes to every type that begins with a prefix, at the API of triggers. */
export async function startListener(api: string, prefix: string): Promise<Listener> {
  const events: CloudEvent[] = []
  const app = fastify({ bodyLimit: BODY_BYTES, forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/', (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    events.push(...decodeHttp({ headers: headerPairs(request.raw.rawHeaders), body }).events)
    return reply.code(202).send()
  })
  const uri = await app.listen({ host: '127.0.0.1', port: 0 })
  const name = prefix.toLowerCase()
  const headers = { 'content-type': 'application/json' }
  const trigger = {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { name, namespace: 'default' },
    spec: { broker: 'default', filters: [{ prefix: { type: `${prefix}.` } }], subscriber: { uri } },
  }
  const answer = await fetch(api, { method: 'POST', headers, body: JSON.stringify(trigger) })
  if (!answer.ok) throw new Fault('WRONG_ANSWER', `${api} answered ${answer.status}: ${await answer.text()}`)
  return {
    take: (type) => {
      const index = events.findIndex((event) => requiredText(event, 'type') === type)
      return index < 0 ? undefined : events.splice(index, 1)[0]
    },
    [Symbol.asyncDispose]: async () => {
      await fetch(`${api}/${name}`, { method: 'DELETE' })
      await app.close()
    },
  }
}
