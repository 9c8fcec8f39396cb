import type { KafkaClient } from '@millrace/client'
import type { RegisterCommand } from '../command.ts'
import { type KafkaFlags, assertTopic, clientSetting, kafkaFlags } from './connection.ts'
import { wholeNumber } from './produce.ts'

interface ConsumeFlags extends KafkaFlags {
  readonly from: string
  readonly max?: string
  readonly follow?: boolean
}

type Fetcher = ReturnType<KafkaClient['reader']>
type Chunk = Parameters<Parameters<KafkaClient['reader']>[0]['deliver']>[0]

/** `millrace consume <topic>`: records as lines, up to the end as of now, or on and on with `--follow`. */
export const registerConsume: RegisterCommand = (program, environment) => {
  kafkaFlags(
    program.command('consume').argument('<topic>').description('print records; leaves no trace in the cluster'),
  )
    .option('--from <where>', 'earliest, latest, or an offset', 'earliest')
    .option('--max <count>', 'stop after so many')
    .option('--follow', 'go on with what comes; end with Ctrl-C')
    .action(async (topic: string, flags: ConsumeFlags) => {
      const { connectKafka } = await import('@millrace/client')
      const kafka = await connectKafka(...clientSetting(flags, environment))
      try {
        await assertTopic(kafka, topic)
        await consume(kafka, topic, flags)
      } finally {
        await kafka.close()
      }
    })
}

async function consume(kafka: KafkaClient, topic: string, flags: ConsumeFlags): Promise<void> {
  const [starts, ends] = [await kafka.admin().offsets(topic, 'earliest'), await kafka.admin().offsets(topic, 'latest')]
  const from = starts.map((start, partition) => startAt(flags.from, start, ends[partition] ?? start))
  const max = flags.max === undefined ? Number.POSITIVE_INFINITY : wholeNumber(flags.max, '--max')
  const open = new Set(from.flatMap((offset, partition) => (offset < (ends[partition] ?? 0) ? [partition] : [])))
  if (max === 0 || (open.size === 0 && flags.follow !== true)) return
  await new Promise<void>((resolve, reject) => {
    process.once('SIGINT', () => resolve())
    let printed = 0
    const deliver = (chunk: Chunk, release: () => void): void => {
      for (const record of chunk.records) {
        if (printed >= max || (flags.follow !== true && record.offset >= (ends[record.partition] ?? 0))) break
        printed += 1
        print(record, flags.json === true)
      }
      release()
      if (chunk.nextOffset >= (ends[chunk.partition] ?? 0)) open.delete(chunk.partition)
      if (printed >= max || (open.size === 0 && flags.follow !== true)) resolve()
    }
    const reader: Fetcher = kafka.reader({ deliver, lost: ({ reason }) => reject(new Error(`${topic}: ${reason}`)) })
    for (const [partition, offset] of from.entries()) reader.assign(topic, partition, offset)
  })
}

function startAt(text: string, start: number, end: number): number {
  if (text === 'earliest') return start
  return text === 'latest' ? end : Math.max(start, wholeNumber(text, '--from'))
}

function print(record: Chunk['records'][number], json: boolean): void {
  const { partition, offset, timestamp } = record
  const [key, value] = [record.key?.toString() ?? null, record.value?.toString() ?? null]
  if (!json) {
    console.log(`${key === null ? '' : `${key}\t`}${value ?? '(null)'}`)
    return
  }
  const headers = Object.fromEntries(record.headers.map(([name, content]) => [name, content?.toString() ?? null]))
  console.log(JSON.stringify({ partition, offset, timestamp, key, value, headers }))
}
