/**
 * Runs one real Apache Kafka until SIGTERM or SIGINT and prints `host:port` when it is ready:
 * `node packages/testkit/src/engines/kafka.main.ts [port] [setting=value …]`.
 */
import { realKafka } from './kafka.ts'

const [port, ...settings] = process.argv.slice(2)
const config = Object.fromEntries(settings.map((setting) => setting.split('=', 2) as [string, string]))
const kafka = await realKafka({ config, ...(Number(port ?? 0) === 0 ? {} : { port: Number(port) }) })

const end = (): void => {
  void kafka.stop().then(() => process.exit(0))
}
process.once('SIGTERM', end)
process.once('SIGINT', end)
console.log(kafka.brokers)
console.error(`Apache Kafka, process ${kafka.pid}, ready in ${kafka.startMs} ms, log ${kafka.logFile}`)
// A child process and signal handlers do not keep the process alive by contract; this does.
setInterval(() => undefined, 60_000)
