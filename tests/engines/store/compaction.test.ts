import { ask, waitFor } from '@millrace/testkit'
import { ConfigResourceTypes } from 'kafkajs'
import { expect, it } from 'vitest'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { client, collect } from '../kafkajs/client.ts'
import { create, startService } from './services.ts'

const TOPIC = 'eventbus.customers'

/** What the original's instructions give the topic. */
const OWN = { 'cleanup.policy': 'compact', 'retention.bytes': '-1', 'retention.ms': '-1' }

/** The topic's own settings, and a cleaner that hurries. */
const EAGER = {
  ...OWN,
  'segment.ms': '200',
  'min.cleanable.dirty.ratio': '0.01',
  'delete.retention.ms': '100',
  'max.compaction.lag.ms': '500',
}

onEachEngine('the topic of an entity of the store', (engine) => {
  it('has the settings that the original’s instructions give it', async () => {
    const { admin } = client(engine)
    await startService('customers', engine)
    const resource = { type: ConfigResourceTypes.TOPIC, name: TOPIC, configNames: Object.keys(OWN) }
    const { resources } = await (await admin()).describeConfigs({ includeSynonyms: false, resources: [resource] })
    const found = resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? []
    expect(Object.fromEntries(found)).toEqual(OWN)
  })
})

onEachEngine('a deleted entity of the store', (engine) => {
  it('is freed by compaction, tombstone and all, while the others stay', async () => {
    const { admin, consumer } = client(engine)
    const { url } = await startService('customers', engine)
    const configEntries = Object.entries(EAGER).map(([name, value]) => ({ name, value }))
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: TOPIC, configEntries }]
    await (await admin()).alterConfigs({ validateOnly: false, resources })
    const kept = await create(url, 'customers', { firstName: 'Stays', lastName: 'x' })
    const gone = await create(url, 'customers', { firstName: 'Goes', lastName: 'x' })
    await ask('DELETE', `${url}/customers/${gone.id}`)
    const keys = async (): Promise<string[]> => {
      // The newest segment is never compacted: something has to roll it.
      const tick = await create(url, 'customers', { firstName: 'Tick', lastName: 'x' })
      const reader = await consumer()
      const read = await collect(reader, [TOPIC])
      const all = () => read.messages.map(({ message }) => String(message.key))
      await waitFor(() => all().includes(tick.id), { what: 'the tick' })
      await reader.disconnect()
      return all()
    }
    const left = await waitFor(
      async () => {
        const found = await keys()
        return found.includes(gone.id) ? undefined : found
      },
      { what: 'the compaction of the topic', timeoutMs: 120_000, everyMs: 1000 },
    )
    expect(left).toContain(kept.id)
    expect((await ask('GET', `${url}/customers/${kept.id}`)).status).toBe(200)
    // Whoever starts now never hears of it.
    const fresh = await startService('customers', engine)
    expect((await ask('GET', `${fresh.url}/customers/${gone.id}`)).status).toBe(404)
    expect((await ask('GET', `${fresh.url}/customers/${kept.id}`)).status).toBe(200)
  })
})
