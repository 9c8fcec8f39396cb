import { createInterface } from 'node:readline'
import { Refusal } from '@millrace/kernel'
import type { RegisterCommand } from '../command.ts'
import { printJson, say } from '../output.ts'
import { type KafkaFlags, assertTopic, clientSetting, kafkaFlags } from './connection.ts'

interface ProduceFlags extends KafkaFlags {
  readonly key?: string
  readonly header?: string[]
  readonly partition?: string
  readonly keySeparator?: string
}

/** Records under way at once when lines are piped in. */
const IN_FLIGHT = 1000

/** `millrace produce <topic> [value]`: one record, or one for each line of standard input. */
export const registerProduce: RegisterCommand = (program, environment) => {
  kafkaFlags(
    program
      .command('produce')
      .argument('<topic>')
      .argument('[value]', 'without it, one record for each line of standard input')
      .description('write records; done when they are durable'),
  )
    .option('--key <key>', 'key of the record')
    .option('--key-separator <text>', 'what stands between key and value in a line')
    .option('--header <name=value...>', 'headers')
    .option('--partition <number>', 'partition; else the key decides')
    .action(async (topic: string, value: string | undefined, flags: ProduceFlags) => {
      const { connectKafka } = await import('@millrace/client')
      const kafka = await connectKafka(...clientSetting(flags, environment))
      try {
        await assertTopic(kafka, topic)
        const producer = kafka.producer()
        const send = async (line: string): Promise<void> => {
          const position = await producer.send({ topic, ...recordOf(line, flags) })
          if (flags.json === true) printJson(position)
          else say(`${position.topic}[${position.partition}] ${position.offset}`)
        }
        if (value === undefined) await sendLines(send)
        else await send(value)
      } finally {
        await kafka.close()
      }
    })
}

function recordOf(line: string, flags: ProduceFlags) {
  const at = flags.keySeparator === undefined ? -1 : line.indexOf(flags.keySeparator)
  const [key, value] =
    at < 0 ? [flags.key ?? null, line] : [line.slice(0, at), line.slice(at + (flags.keySeparator ?? '').length)]
  const partition = flags.partition === undefined ? {} : { partition: wholeNumber(flags.partition, '--partition') }
  return { key, value, headers: headersOf(flags.header), ...partition }
}

function headersOf(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0] as string, pair.slice(pair.indexOf('=') + 1)]))
}

export function wholeNumber(text: string, flag: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('INVALID_ARGUMENT', `${flag} is a whole number, not '${text}'`)
  return Number(text)
}

/** Sends each line; the first that fails ends the reading, and is thrown when those under way have settled. */
async function sendLines(send: (line: string) => Promise<void>): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const lines = createInterface({ input: process.stdin })
  const failures: unknown[] = []
  const sendOne = async (line: string): Promise<void> => {
    try {
      await send(line)
    } catch (thrown) {
      failures.push(thrown)
      lines.close()
    }
  }
  for await (const line of lines) {
    if (failures.length > 0) break
    const sent = sendOne(line).finally(() => underWay.delete(sent))
    underWay.add(sent)
    if (underWay.size >= IN_FLIGHT) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (failures.length > 0) throw failures[0]
}
