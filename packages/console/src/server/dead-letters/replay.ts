import { Refusal } from '@millrace/kernel'
import type { Produced } from '../../contract/records.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { int } from '../kafka/offsets.ts'
import { oneTopic } from '../kafka/topics.ts'
import { readRaw } from '../records/browse.ts'
import { viewOf } from '../records/content.ts'
import { LETTER_PREFIX, letterOf } from './letter.ts'

const HEADER_CHARACTERS = 2000

/**
 * Writes the record of a dead letter to where it came from, byte by byte as it was, and waits until it is durable. The
 * letter stays where it is: a topic forgets nothing.
 *
 * @throws Refusal NO_ORIGIN when it does not say where it came from; UNKNOWN_TOPIC_OR_PARTITION when that is gone
 */
export async function replayDeadLetter(
  kafka: KafkaConnection,
  letter: { readonly topic: string; readonly partition: number; readonly offset: number },
): Promise<Produced> {
  const { topic, partition, offset } = letter
  const record = await readRaw(kafka, topic, partition, offset)
  const { origin } = letterOf(topic, viewOf(record, HEADER_CHARACTERS))
  if (origin === undefined)
    throw new Refusal('NO_ORIGIN', `the record ${partition}:${offset} of ${topic} does not say where it came from`)
  const { partitionsCount } = await oneTopic(kafka.admin, origin.topic)
  const own = record.headers.filter(([name]) => !name?.toString().startsWith(LETTER_PREFIX))
  const result = await kafka.producer.send({
    messages: [
      {
        topic: origin.topic,
        ...(record.key === null ? {} : { key: record.key }),
        ...(record.value === null ? {} : { value: record.value }),
        // Where it lay: records with its key are there. A topic that was made anew may have fewer partitions.
        ...(origin.partition < partitionsCount ? { partition: origin.partition } : {}),
        headers: new Map(own.map(([name, value]) => [name ?? Buffer.alloc(0), value ?? Buffer.alloc(0)])),
      },
    ],
  })
  const written = result.offsets?.[0]
  if (written === undefined) throw new Refusal('INVALID_RECORD', 'Kafka did not say where the record was written')
  return { partition: written.partition, offset: int(written.offset) }
}
