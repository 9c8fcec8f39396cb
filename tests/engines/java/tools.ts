import { javaProgram, kafkaClasspath } from '@millrace/testkit'
import { type EngineAddress, unique } from '../harness/on-each-engine.ts'
import { run, type Ran } from '../harness/run.ts'

const TOOLS = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  groups: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  configs: 'kafka.admin.ConfigCommand',
  producer: 'org.apache.kafka.tools.ConsoleProducer',
  consumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  offsets: 'org.apache.kafka.tools.GetOffsetShell',
  deleteRecords: 'org.apache.kafka.tools.DeleteRecordsCommand',
  logDirs: 'org.apache.kafka.tools.LogDirsCommand',
  versions: 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  latency: 'org.apache.kafka.tools.EndToEndLatency',
  producerPerformance: 'org.apache.kafka.tools.ProducerPerformance',
  consumerPerformance: 'org.apache.kafka.tools.ConsumerPerformance',
} as const

export type Tool = keyof typeof TOOLS

// A tool lives for a second: the optimising compiler would only cost.
const FLAGS = [
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xmx256M',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
]

/** Runs one of Kafka's own command-line tools against the engine. */
export function tool(name: Tool, { brokers }: EngineAddress, args: readonly string[], input = ''): Promise<Ran> {
  // This one takes the address only as a property of the producer.
  const address = name === 'producerPerformance' ? [] : ['--bootstrap-server', brokers]
  const jvm = [...FLAGS, '-cp', kafkaClasspath(), TOOLS[name]]
  return run({ command: javaProgram(), args: [...jvm, ...address, ...args], input, timeoutMs: 60_000 })
}

/** The same, for a tool that must succeed: what it printed, line by line. */
export async function lines(name: Tool, engine: EngineAddress, args: readonly string[], input = ''): Promise<string[]> {
  const { code, stdout, stderr } = await tool(name, engine, args, input)
  if (code !== 0) throw new Error(`${TOOLS[name]} ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout.split('\n').filter((line) => line.trim() !== '')
}

/** Makes a topic with the tool for it, with more arguments of that; gives its name. */
export async function madeTopic(engine: EngineAddress, ...more: readonly string[]): Promise<string> {
  const topic = unique('java')
  await lines('topics', engine, ['--create', '--topic', topic, '--replication-factor', '1', ...more])
  return topic
}

/** Reads a topic from its beginning with the console consumer: the values, or as more arguments say. */
export function consoleRead(engine: EngineAddress, topic: string, ...more: readonly string[]): Promise<string[]> {
  return lines('consumer', engine, ['--topic', topic, '--from-beginning', ...more])
}
