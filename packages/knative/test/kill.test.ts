import { startPlatform } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { TestSubscriber } from './subscriber.ts'

const TRIGGER = {
  apiVersion: 'eventing.knative.dev/v1',
  kind: 'Trigger',
  metadata: { name: 'all' },
  spec: {},
}

it(
  'loses no event that was answered 202 when the platform is killed, twice, in the middle (B38)',
  { timeout: 90_000 },
  async () => {
    const subscriber = await TestSubscriber.start()
    let platform = await startPlatform()
    const acknowledged = new Set<string>()
    try {
      const url = platform.ready.events
      const trigger = { ...TRIGGER, spec: { subscriber: { uri: subscriber.url } } }
      const path = '/apis/eventing.knative.dev/v1/namespaces/default/triggers'
      expect((await fetch(url + path, { method: 'POST', body: JSON.stringify(trigger) })).status).toBe(201)
      for (let round = 0; round < 3; round++) {
        const sending = Array.from({ length: 200 }, async (_, index) => {
          const id = `${round}-${index}`
          const headers = { 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/kill', 'ce-type': 't' }
          const answer = await fetch(url, { method: 'POST', headers, body: 'x' }).catch(() => undefined)
          if (answer?.status === 202) acknowledged.add(id)
        })
        if (round < 2) {
          await subscriber.has(round * 150 + 50)
          await platform.kill9()
          await Promise.all(sending)
          platform = await platform.restart()
        } else await Promise.all(sending)
      }
      expect(acknowledged.size).toBeGreaterThan(200)
      const delivered = (): Set<unknown> => new Set(subscriber.received.map(({ headers }) => headers['ce-id']))
      await expect.poll(() => [...acknowledged].filter((id) => !delivered().has(id)), { timeout: 20_000 }).toEqual([])
    } finally {
      await platform.remove()
      await subscriber.stop()
    }
  },
)
