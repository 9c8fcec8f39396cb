import { Kafka, logLevel } from 'kafkajs'

/** kafkajs that tries again for as long as the broker is away. */
export function patientKafka(brokers: string): Kafka {
  const retry = { initialRetryTime: 50, maxRetryTime: 400, retries: 1_000_000 }
  return new Kafka({ brokers: [brokers], clientId: 'crash', logLevel: logLevel.NOTHING, retry, requestTimeout: 10_000 })
}

/** Makes topics, and waits until they can be written to. */
export async function makeTopics(brokers: string, topics: readonly string[], numPartitions: number): Promise<void> {
  const admin = patientKafka(brokers).admin()
  await admin.connect()
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions, replicationFactor: 1 })) })
  await admin.disconnect()
}
