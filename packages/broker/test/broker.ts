import { type Clocks, type VirtualClock, type VirtualLiveness, seededRandom, virtualClocks } from '@millrace/kernel'
import { type Log, type NewBatch, buildBatch, memoryLog } from '@millrace/log'
import { type Broker, openBroker } from '../src/broker.ts'
import type { BrokerSettings } from '../src/configs/settings.ts'
import type { ProduceResult } from '../src/produce/produce.ts'
import type { Topic } from '../src/topics/topic.ts'

/** When virtual time begins in these tests: 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000

export interface TestBroker extends Broker {
  readonly log: Log
  readonly clocks: Clocks & { domain: VirtualClock; liveness: VirtualLiveness }
}

/** A broker over the memory log, both of its clocks virtual. */
export async function testBroker(settings: Partial<BrokerSettings> = {}, log?: Log): Promise<TestBroker> {
  const clocks = virtualClocks(START)
  const used = log ?? memoryLog({ clocks })
  // Another seed after a restart: chance does not repeat itself.
  const random = seededRandom(1 + used.stats().appendedFrames)
  const broker = await openBroker({ log: used, clocks, random, settings })
  return { ...broker, log: used, clocks }
}

/** Makes a topic with some settings. */
export function topicOf(
  broker: Broker,
  name: string,
  partitionCount = 1,
  configs: Record<string, string> = {},
): Promise<Topic> {
  return broker.topics.create({
    name,
    partitionCount,
    replicationFactor: -1,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  })
}

/** A batch with one record for each value, at `START`. */
export function batchOf(values: readonly string[], more: Partial<NewBatch> = {}): Buffer {
  return buildBatch({ records: values.map((value) => ({ key: 'k', value })), timestamp: START, ...more })
}

/** Produces one batch to one partition. */
export async function produceTo(
  broker: Broker,
  topic: Topic,
  index: number,
  records: Buffer | null,
): Promise<ProduceResult> {
  const [result] = await broker.produce.produce({ transactionalId: null, acks: -1, parts: [{ topic, index, records }] })
  return result as ProduceResult
}
