import { describe, expect, it } from 'vitest'
import { type Random, below, seededRandom } from '@millrace/kernel'
import { type TestBroker, testBroker, topicOf } from '../../test/broker.ts'
import type { Topic } from './topic.ts'

/** What a topic should be. */
interface Expected {
  readonly partitions: number
  readonly configs: Record<string, string>
}

const NAMES = ['a', 'b', 'c', 'd']

const shapeOf = ({ partitions, configs }: Topic): Expected => ({
  partitions: partitions.length,
  configs: { ...configs },
})

/** One random change of both; a change that cannot be is left out. */
async function change(broker: TestBroker, model: Map<string, Expected>, random: Random): Promise<void> {
  const name = NAMES[below(random, NAMES.length)] as string
  const known = model.get(name)
  if (known === undefined) {
    const partitions = 1 + below(random, 3)
    await topicOf(broker, name, partitions)
    model.set(name, { partitions, configs: {} })
    return
  }
  const topic = broker.topics.existing(name)
  const draw = below(random, 3)
  if (draw === 0) {
    await broker.topics.delete(topic)
    model.delete(name)
  } else if (draw === 1) {
    await broker.topics.addPartitions(topic, known.partitions + 1, null)
    model.set(name, { ...known, partitions: known.partitions + 1 })
  } else {
    const configs = { 'retention.ms': String(below(random, 1000)) }
    await broker.topics.alterConfigs(topic, configs)
    model.set(name, { ...known, configs })
  }
}

describe('the catalogue', () => {
  it.each([1, 2, 3, 4])('is a map that survives restarts and compaction, seed %i', async (seed) => {
    const random = seededRandom(seed)
    const model = new Map<string, Expected>()
    const numbers = new Map<number, string>()
    let broker = await testBroker()
    for (let round = 0; round < 150; round++) {
      await change(broker, model, random)
      if (below(random, 10) === 0) await broker.log.clean()
      if (below(random, 10) === 0) broker = await testBroker({}, broker.log)
      const topics = broker.topics.list()
      const shapes = Object.fromEntries(topics.map((topic) => [topic.name, shapeOf(topic)]))
      expect(shapes, `seed ${seed}, round ${round}`).toEqual(Object.fromEntries(model))
      for (const { id, partitions } of topics)
        for (const number of partitions) {
          // A number belongs to one topic for ever.
          expect(numbers.get(number) ?? id).toBe(id)
          numbers.set(number, id)
        }
    }
    const live = broker.log.partitions().length
    const expected = [...model.values()].reduce((sum, { partitions }) => sum + partitions, 0)
    expect(live).toBe(expected + 1)
  })
})
