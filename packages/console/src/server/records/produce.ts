import { Refusal } from '@millrace/kernel'
import type { Produce, Produced } from '../../contract/records.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { int } from '../kafka/offsets.ts'
import { oneTopic } from '../kafka/topics.ts'

/** Writes one record and waits until it is durable (acks=all). */
export async function produce(kafka: KafkaConnection, topic: string, record: Produce): Promise<Produced> {
  const { partitionsCount } = await oneTopic(kafka.admin, topic)
  if (record.partition !== undefined && record.partition >= partitionsCount)
    throw new Refusal(
      'UNKNOWN_TOPIC_OR_PARTITION',
      `${topic} has no partition ${record.partition}: 0 to ${partitionsCount - 1}`,
    )
  const bytes = (text: string | null) => (text === null ? undefined : Buffer.from(text, 'utf8'))
  const result = await kafka.producer.send({
    messages: [
      {
        topic,
        ...present('key', bytes(record.key)),
        ...present('value', bytes(record.value)),
        ...present('partition', record.partition),
        headers: new Map(record.headers.map(({ name, value }) => [Buffer.from(name), Buffer.from(value)])),
      },
    ],
  })
  const written = result.offsets?.[0]
  if (written === undefined) throw new Refusal('INVALID_RECORD', 'Kafka did not say where the record was written')
  return { partition: written.partition, offset: int(written.offset) }
}

function present<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>)
}
