/** One of our instances: `node worker.ts <brokers> <app> <row> <input> <table> <output> <records>`; prints marks as JSON lines. */
import { connectKafka, serviceLog, text, topic } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { startStreams, table, topology, tumbling, type KStream } from '@millrace/streams'
import { WINDOW_MS, WORDS_PER_LINE, type RowName } from './rows.ts'

const [brokers = '', app = '', row = '', input = '', tableName = '', output = '', records = '0'] = process.argv.slice(2)
const ports = { clocks: systemClocks(), random: systemRandom, log: serviceLog(app) }
const kafka = await connectKafka({ KAFKA_BROKERS: brokers }, ports)
const texts = { key: text(), value: text() }
const [source, target] = [topic({ name: input, ...texts }), topic({ name: output, ...texts })]

function mark(count: number): void {
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ count, ms: performance.now(), cpuMs: (user + system) / 1000 }))
}

/** Marks a quarter of what is expected, after which both sides have warmed up, and all of it. */
function counted<K, V>(stream: KStream<K, V>, expected: number): KStream<K, V> {
  let seen = 0
  return stream.peek(() => {
    seen++
    if (seen === Math.floor(expected / 4) || seen === expected) mark(seen)
  })
}

const built = topology()
const stream = built.stream(source)
const DRAW: Readonly<Record<Exclude<RowName, 'rebuild'>, () => void>> = {
  'word count': () => {
    const words = stream.flatMapValues((line) => line.split(' '), text()).selectKey((_, word) => word, text())
    counted(words.repartition({ name: 'words' }), Number(records) * WORDS_PER_LINE)
      .groupByKey()
      .count({ name: 'counts' })
      .toStream()
      .mapValues(String)
      .to(target)
  },
  'stream-table join': () =>
    counted(stream, Number(records))
      .joinTable(built.table(topic({ name: tableName, ...texts })), (order, product) => `${order} ${product}`)
      .to(target),
  'windowed count': () =>
    counted(stream, Number(records))
      .groupByKey()
      .windowedBy(tumbling(WINDOW_MS, { graceMs: WINDOW_MS }))
      .count({ name: 'windows' })
      .toStream()
      .map(({ key, window }, count) => [`${key}@${window.start}`, String(count)])
      .to(target),
}

if (row === 'rebuild') {
  mark(0)
  const view = table(kafka, source)
  await view.ready()
  mark([...view.entries()].length)
} else {
  DRAW[row as Exclude<RowName, 'rebuild'>]()
  await startStreams(kafka, built, { app, instanceId: 'one' })
}

// Profilers want a process that ends by itself.
process.once('SIGTERM', () => process.exit(0))
