import { Admin, Consumer, Producer } from '@platformatic/kafka'
import type { Durability } from './workloads.ts'

const CONNECTION = { clientId: 'bench', timeout: 30_000, retries: 3 }

export function producerFor(brokers: string): Producer {
  // As many requests on the connection as the workload keeps in flight; the client's default of 5 would be the limit.
  return new Producer({ ...CONNECTION, bootstrapBrokers: [brokers], maxInflights: 64, acks: -1 })
}

export function consumerFor(brokers: string): Consumer {
  const groupId = `bench-${crypto.randomUUID()}`
  return new Consumer({ ...CONNECTION, bootstrapBrokers: [brokers], groupId, autocommit: false, maxWaitTime: 500 })
}

/** Makes a topic of a new name, sees a record into each of its partitions, and gives its name. */
export async function makeTopic(brokers: string, partitions: number, durability: Durability): Promise<string> {
  const admin = new Admin({ ...CONNECTION, bootstrapBrokers: [brokers] })
  const topic = `bench-${crypto.randomUUID()}`
  const configs = durability === 'fsync' ? [{ name: 'flush.messages', value: '1' }] : []
  await admin.createTopics({ topics: [topic], partitions, replicas: 1, configs })
  await admin.close()
  await prime(brokers, topic, partitions)
  return topic
}

/** Kafka needs a moment until a new partition takes records; the client would then wait for a second within a run. */
async function prime(brokers: string, topic: string, partitions: number): Promise<void> {
  const producer = producerFor(brokers)
  const value = Buffer.from('first')
  for (let partition = 0; partition < partitions; partition++) {
    await producer.send({ messages: [{ topic, partition, value }], acks: -1 })
  }
  await producer.close()
}
