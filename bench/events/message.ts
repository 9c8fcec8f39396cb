import type { Outgoing } from './publisher.ts'

const DATA = JSON.stringify({ order: 7, text: 'x'.repeat(1000) })

/** A binary event of 1 KB that says when it was sent. */
export function binaryEvent(type: string, index: number): Outgoing {
  return {
    headers: {
      'ce-specversion': '1.0',
      'ce-id': String(index),
      'ce-source': '/bench',
      'ce-type': type,
      'ce-time': '2026-01-01T00:00:00Z',
      'ce-sentat': String(performance.timeOrigin + performance.now()),
      'content-type': 'application/json',
    },
    body: Buffer.from(DATA),
  }
}

/** A batch of such events. */
export function batchOf(type: string, size: number): Outgoing {
  const event = { specversion: '1.0', source: '/bench', type, datacontenttype: 'application/json' }
  const events = Array.from(
    { length: size },
    (_, id) => `${JSON.stringify({ ...event, id: `${id}` }).slice(0, -1)},"data":${DATA}}`,
  )
  return {
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: Buffer.from(`[${events.join(',')}]`),
  }
}
