import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeHttp, headerPairs, requiredText, textOf } from '@millrace/cloudevents'
import { jsonData } from '@millrace/client/cloudevents'

export interface Seen {
  readonly type: string
  readonly source: string
  readonly id: string
  readonly key: string | undefined
  readonly data: Readonly<Record<string, unknown>>
}

/** A subscriber of its own that hears every event of the broker. */
export interface Observer {
  readonly seen: readonly Seen[]
  /** Types told of a session, in order of arrival. */
  of(sessionId: string): string[]
  close(): Promise<void>
}

export async function observe(eventsUrl: string, name = 'observer'): Promise<Observer> {
  const seen: Seen[] = []
  const known = new Set<string>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { events } = decodeHttp({ headers: headerPairs(request.rawHeaders), body: Buffer.concat(chunks) })
      for (const event of events) {
        const [source, id, type] = (['source', 'id', 'type'] as const).map((each) => requiredText(event, each))
        const data = (jsonData(event) ?? {}) as Record<string, unknown>
        // Delivery is at least once; source and id say which ones are the same.
        if (source === undefined || id === undefined || type === undefined || known.has(`${source}|${id}|${type}`))
          continue
        known.add(`${source}|${id}|${type}`)
        seen.push({ type, source, id, key: textOf(event, 'correlationkey'), data })
      }
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await subscribe(eventsUrl, name, uri)
  return {
    seen,
    of: (sessionId) => seen.filter(({ data }) => data['sessionId'] === sessionId).map(({ type }) => type),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function subscribe(eventsUrl: string, name: string, uri: string): Promise<void> {
  const trigger = {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { namespace: 'default', name },
    spec: { broker: 'default', subscriber: { uri } },
  }
  const url = `${eventsUrl}/apis/eventing.knative.dev/v1/namespaces/default/triggers/${name}`
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(trigger) })
  if (!answer.ok) throw new Error(`the observer's trigger: ${answer.status} ${await answer.text()}`)
}
