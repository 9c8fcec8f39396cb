import { type Broker, openBroker } from '@millrace/broker'
import { startKafkaServer } from '@millrace/kafka'
import { type Clocks, VirtualClock, seededRandom, systemClocks } from '@millrace/kernel'
import { type Log, nodeDisk, openLog } from '@millrace/log'

/** When domain time stands at the start: 2030-01-01T00:00:00Z, far from any real clock. */
export const START = 1_893_456_000_000

export interface Platform {
  readonly address: string
  readonly broker: Broker
  readonly log: Log
  readonly clock: VirtualClock
  stop(): Promise<void>
}

/** Log, broker and protocol over a directory; domain time is virtual, liveness time is real. */
export async function startPlatform(directory: string): Promise<Platform> {
  const clock = new VirtualClock({ start: START })
  const clocks: Clocks = { domain: clock, liveness: systemClocks().liveness }
  const random = seededRandom(1)
  const disk = await nodeDisk(directory)
  const log = await openLog({ disk, clocks, random })
  const broker = await openBroker({ log, clocks, random, settings: { virtualClock: true } })
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const server = await startKafkaServer({ broker, clocks, log: silent, port: 0 })
  return {
    address: `${server.address.host}:${server.address.port}`,
    broker,
    log,
    clock,
    stop: async () => {
      await server.stop()
      broker.close()
      await log.close()
      await disk.close()
    },
  }
}
