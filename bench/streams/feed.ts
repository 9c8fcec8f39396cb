import { text, topic, type KafkaClient } from '@millrace/client'
import { PARTITIONS, RECORD, feedOf, products, type Fed, type RowName } from './rows.ts'

const AT_ONCE = 20_000

/** Writes a row's topics; every run reads them from the beginning. */
export async function feed(kafka: KafkaClient, row: RowName, records: number): Promise<void> {
  const texts = { key: text(), value: text(), partitions: PARTITIONS }
  const { input, table, output } = feedOf(row)
  const [into, tableTopic] = [topic({ name: input, ...texts }), topic({ name: table, ...texts })]
  await kafka.admin().ensureTopics([into, tableTopic, topic({ name: output, ...texts })])
  if (row === 'stream-table join') await write(kafka, tableTopic.name, products())
  await write(kafka, into.name, drawn(row, records))
}

function* drawn(row: RowName, records: number): Generator<Fed> {
  for (let n = 0; n < records; n++) yield RECORD[row](n)
}

async function write(kafka: KafkaClient, name: string, records: Iterable<Fed>): Promise<void> {
  let under: Promise<unknown>[] = []
  for (const record of records) {
    under.push(kafka.producer().send({ topic: name, ...record }))
    if (under.length < AT_ONCE) continue
    await Promise.all(under)
    under = []
  }
  await Promise.all(under)
}
