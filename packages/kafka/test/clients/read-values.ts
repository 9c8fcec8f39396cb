import type { Kafka } from 'kafkajs'

/** Values of a topic until `isEnd` says so, read with kafkajs. */
export async function readValues(
  kafka: Kafka,
  topic: string,
  isEnd: (values: readonly string[]) => boolean,
  readUncommitted = false,
): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `read-${topic}-${readUncommitted}`, readUncommitted })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const values: string[] = []
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: ({ message }) => {
          values.push(String(message.value))
          if (isEnd(values)) resolve()
          return Promise.resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  return values
}
