import { realKafka, startPlatform } from '@millrace/testkit'

/** The engines that every suite runs against, with the same expectations. */
export const ENGINE_NAMES = ['millrace', 'kafka'] as const

export type EngineName = (typeof ENGINE_NAMES)[number]

/** One engine that runs. */
export interface Engine {
  readonly name: EngineName
  /** `host:port` */
  readonly brokers: string
  stop(): Promise<void>
}

// Kafka waits for comfort where a test waits for nothing: groups, the cleaner and retention are told to hurry. Its
// coordinators' topics have one partition, as Millrace's have.
const HURRY = {
  'group.initial.rebalance.delay.ms': 0,
  'log.cleaner.backoff.ms': 200,
  'log.initial.task.delay.ms': 500,
  'log.retention.check.interval.ms': 1000,
  'auto.create.topics.enable': false,
  'offsets.topic.num.partitions': 1,
  'transaction.state.log.num.partitions': 1,
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
}

const start: Record<EngineName, () => Promise<Engine>> = {
  millrace: async () => {
    const platform = await startPlatform()
    return { name: 'millrace', brokers: platform.ready.kafka, stop: () => platform.remove() }
  },
  kafka: async () => {
    const kafka = await realKafka({ config: HURRY })
    return { name: 'kafka', brokers: kafka.brokers, stop: () => kafka.stop() }
  },
}

/** `ENGINES=millrace`, `kafka` or `both` (default) chooses. */
export function chosenEngines(choice = process.env['ENGINES'] ?? 'both'): readonly EngineName[] {
  if (choice === 'both') return ENGINE_NAMES
  const name = ENGINE_NAMES.find((known) => known === choice)
  if (name === undefined) throw new Error(`ENGINES=${choice}: say millrace, kafka or both`)
  return [name]
}

/**
 * Starts an engine, or uses one that runs already: `MILLRACE_BROKERS` or `APACHE_KAFKA_BROKERS` name it and save its
 * start while tests are written.
 */
export async function startEngine(name: EngineName): Promise<Engine> {
  const given = process.env[name === 'kafka' ? 'APACHE_KAFKA_BROKERS' : 'MILLRACE_BROKERS']
  if (given === undefined) return start[name]()
  return { name, brokers: given, stop: () => Promise.resolve() }
}
