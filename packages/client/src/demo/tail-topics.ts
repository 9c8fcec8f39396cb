import type { Fetcher } from '../kafka/fetch/fetcher.ts'
import type { KafkaClient } from '../kafka/connect.ts'
import type { KafkaRecord } from '../topic/record.ts'

/** Hears of every record that is committed to the topics from now on, without a group; closes with what it gives. */
export async function tailTopics(
  kafka: KafkaClient,
  topics: readonly string[],
  hear: (record: KafkaRecord) => void,
): Promise<Pick<Fetcher, 'close'>> {
  const reader = kafka.reader({
    deliver: ({ records }, release) => {
      for (const record of records) hear(record)
      release()
    },
    lost: () => undefined,
  })
  for (const topic of topics) {
    const ends = await kafka.admin().offsets(topic, 'latest')
    for (const [partition, offset] of ends.entries()) reader.assign(topic, partition, offset)
  }
  return reader
}
