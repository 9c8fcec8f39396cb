/** Runs the topologies of a run until it is killed, or told to leave: `node topology-runner.ts <brokers> <run> <instance>`. */
import { connectKafka, serviceLog } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { startStreams } from '@millrace/streams'
import { topicsOf, topologyOf } from './topologies.ts'

const [brokers = '', run = '', instanceId = ''] = process.argv.slice(2)
const ports = { clocks: systemClocks(), random: systemRandom, log: serviceLog(instanceId) }
const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CONNECT_TIMEOUT_MS: '120000' }, ports)
const streams = await startStreams(kafka, topologyOf(topicsOf(run)), { app: run, instanceId, purgeEveryMs: 1000 })

process.once('SIGTERM', () => void leave())

async function leave(): Promise<void> {
  await streams.stop()
  await kafka.close()
}
