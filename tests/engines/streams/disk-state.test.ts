import { json, text, topic } from '@millrace/client'
import { diskState, processor, type StateStores } from '@millrace/streams'
import { tempDir } from '@millrace/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { connected } from '../client/ports.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'

const patience = { timeout: 60_000 }

/** Counts the changes that reach the states: what is restored, before anything is processed. */
function counting(stores: StateStores) {
  const seen = { applied: 0 }
  const state: StateStores = {
    async open(place, spec, nameOf) {
      const opened = await stores.open(place, spec, nameOf)
      const apply = opened?.apply.bind(opened)
      if (opened === undefined || apply === undefined) return opened
      return Object.assign(opened, {
        apply: (...[alterations, mark]: Parameters<typeof apply>) => {
          const all = [...alterations]
          seen.applied += all.length
          apply(all, mark)
        },
      })
    },
  }
  return { seen, state }
}

onEachEngine('stores on disk', ({ brokers }) => {
  it('restore what is newer than them only, and everything where there is nothing', async () => {
    using folder = tempDir('streams-state-')
    const id = unique('disk')
    const words = topic({ name: `${id}-words`, key: text(), value: text() })
    const kafka = await connected(brokers, onTestFinished)
    await kafka.admin().ensureTopics([words])
    const start = async (path: string) => {
      const { seen, state } = counting(diskState(path))
      const running = processor(kafka, {
        id,
        instanceId: 'one',
        inputs: [words],
        stores: { counts: { key: text(), value: json(z.int()) } },
        state,
        process: ({ key }, { stores }) => stores.counts.set(key, (stores.counts.get(key) ?? 0) + 1),
      })
      onTestFinished(() => running.stop())
      await running.ready
      return { running, restored: seen.applied }
    }
    const send = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => kafka.producer().send(words.record(`w${n}`, 'x'))))
    const counted = async (path: string, records: number) => {
      const { running, restored } = await start(path)
      await send(records)
      await expect.poll(() => running.counts.processed, patience).toBe(records)
      await expect.poll(() => running.lag, patience).toBe(0)
      await running.stop()
      return restored
    }
    const [here, elsewhere] = [`${folder.path}/here`, `${folder.path}/elsewhere`]
    expect(await counted(here, 100)).toBe(0)
    expect(await counted(here, 5)).toBe(0)
    expect(await counted(elsewhere, 7)).toBeGreaterThanOrEqual(100)
    expect(await counted(here, 3)).toBe(7)
    const { running } = await start(here)
    const store = running.stores(0)?.counts
    expect([store?.get('w0'), store?.get('w4'), store?.get('w99')]).toEqual([4, 3, 1])
  })
})
