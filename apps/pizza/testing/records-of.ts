import { type AnyTopic, type KafkaRecord, connectKafka } from '@millrace/client'
import { type Environment, systemClocks, systemRandom } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The committed records of a topic up to its present end, as a reader of its own sees them, by partition. */
export async function recordsOf(environment: Environment, { name }: AnyTopic): Promise<readonly KafkaRecord[]> {
  const kafka = await connectKafka(environment, { clocks: systemClocks(), random: systemRandom, log })
  const ends = await kafka.admin().offsets(name, 'stable')
  const records: KafkaRecord[][] = ends.map(() => [])
  const passed = ends.map(() => 0)
  const reader = kafka.reader({
    deliver: (chunk, release) => {
      records[chunk.partition]?.push(...chunk.records)
      passed[chunk.partition] = chunk.nextOffset
      release()
    },
    lost: () => undefined,
  })
  for (const [partition, end] of ends.entries()) if (end > 0) reader.assign(name, partition, 0)
  await waitFor(() => ends.every((end, partition) => (passed[partition] ?? 0) >= end), { what: `the end of ${name}` })
  await kafka.close()
  return records.flat()
}
