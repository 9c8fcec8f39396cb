/**
 * Runs the topologies of a run until it is killed, or told to leave: `node topology-runner.ts <brokers> <run> <instance> [folder]`.
 * With a folder its state is on disk, else in memory.
 */
import { connectKafka, serviceLog } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { diskState, startStreams } from '@millrace/streams'
import { topicsOf, topologyOf } from './topologies.ts'

const [brokers = '', run = '', instanceId = '', folder] = process.argv.slice(2)
const ports = { clocks: systemClocks(), random: systemRandom, log: serviceLog(instanceId) }
const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CONNECT_TIMEOUT_MS: '120000' }, ports)
const streams = await startStreams(kafka, topologyOf(topicsOf(run)), {
  app: run,
  instanceId,
  purgeEveryMs: 1000,
  ...(folder !== undefined && { state: diskState(folder) }),
})

process.once('SIGTERM', () => void leave())

async function leave(): Promise<void> {
  await streams.stop()
  await kafka.close()
}
