import { type Broker, type BrokerSettings, openBroker } from '@millrace/broker'
import { seededRandom, systemClocks } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { startKafkaServer } from '../../src/index.ts'

export interface TestServer {
  /** `host:port`, for a client's list of brokers. */
  readonly address: string
  readonly broker: Broker
  stop(): Promise<void>
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** The Kafka protocol over a log in memory, on a free port, in real time. */
export async function testServer(settings: Partial<BrokerSettings> = {}): Promise<TestServer> {
  const clocks = systemClocks()
  const log = memoryLog({ clocks })
  const broker = await openBroker({ log, clocks, random: seededRandom(1), settings })
  const server = await startKafkaServer({ broker, clocks, log: silent, port: 0 })
  return {
    address: `${server.address.host}:${server.address.port}`,
    broker,
    stop: async () => {
      await server.stop()
      await log.close()
    },
  }
}
