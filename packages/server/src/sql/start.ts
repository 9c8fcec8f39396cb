import type { Socket } from 'node:net'
import type { Broker } from '@millrace/broker'
import type { Clocks } from '@millrace/kernel'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { sqlNeeds } from '../security/needs.ts'
import { type Security, sqlRefusal } from '../security/start.ts'

export interface SqlPart {
  /** `http://host:port` of the SQL Gateway. */
  readonly url: string
  readonly accept: (socket: Socket) => void
  /** Resolves when all jobs have worked off what there is. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/** Starts the SQL engine with the jobs that ran, and its gateway. `kafka` is where our own log is found. */
export async function startSql(
  config: Config,
  ports: PlatformPorts & { readonly clocks: Clocks },
  broker: Broker,
  kafka: string,
  security: Security,
): Promise<SqlPart> {
  const { Gateway, startGateway } = await import('@millrace/flink')
  const { clocks, random, log } = ports
  const own = [
    kafka,
    kafka.replace('127.0.0.1', 'localhost'),
    ...(config.advertise === undefined ? [] : [config.advertise]),
  ]
  const workerCount = config.sqlWorkers
  const gateway = await Gateway.open({ broker, clocks, clock: config.clock, random, log, own, workerCount })
  try {
    const guard = security.guard({ listener: 'sql', needs: sqlNeeds, refuse: sqlRefusal })
    const server = await startGateway({ gateway, clocks, log, host: config.host, port: config.sql, guard })
    return {
      url: server.url,
      accept: server.accept,
      idle: () => gateway.idle(),
      stop: async () => {
        await server.stop()
        await gateway.close()
      },
    }
  } catch (error) {
    await gateway.close()
    throw error
  }
}
