import type { Variables, ZeebeClient } from '@millrace/client/zeebe'
import { type LogPort, type ServicePorts, messageOf, pause } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import type { StoredRecord } from '../database/operation.ts'
import { readProcesses } from '../process-directory.ts'

const SWEEP_MS = 1000

export interface Starting {
  /** There is something to start. */
  wake(): void
  stop(): Promise<void>
}

export interface StartingOptions {
  readonly database: Database
  readonly zeebe: Pick<ZeebeClient, 'createInstance' | 'deploy'>
  readonly ports: ServicePorts
  /** Of every instance: where the commands go, and the secret's placeholder. */
  readonly shared: Variables
}

/**
 * Starts the process of every order and every restocking that was accepted, also after a crash and after the engine was
 * away. A crash between the start and the note of it starts a second instance, which the workers end at its first job.
 */
export function startStarting({ database, zeebe, ports, shared }: StartingOptions): Starting {
  const stopping = new AbortController()
  let woken = new AbortController()
  let deployed = false
  const start = async (table: 'orders' | 'restocks', { _id, process, ...record }: StoredRecord): Promise<void> => {
    const { status: _status, started: _started, at: _at, history: _history, _rev, ...own } = record
    const variables = { ...shared, ...own, _id }
    await zeebe.createInstance({ processId: String(process), variables })
    await database.run({ operation: 'UPDATEONE', table, query: { _id: String(_id) }, record: { started: true } })
  }
  const sweep = async (): Promise<void> => {
    if (!deployed) await zeebe.deploy(await readProcesses())
    deployed = true
    for (const table of ['orders', 'restocks'] as const) {
      const waiting = await database.findMany(table, { started: false })
      await Promise.all(waiting.map((record) => start(table, record)))
    }
  }
  const run = async (): Promise<void> => {
    let away = false
    while (!stopping.signal.aborted) {
      woken = new AbortController()
      away = await sweep().then(
        () => false,
        (error: unknown) => noted(ports.log, away, error),
      )
      const signal = away ? stopping.signal : AbortSignal.any([stopping.signal, woken.signal])
      await pause(ports.clocks.liveness, SWEEP_MS, signal).catch(() => undefined)
    }
  }
  const running = run()
  return {
    wake: () => woken.abort(),
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

function noted(log: LogPort, before: boolean, error: unknown): true {
  if (!before) log.warn({ reason: messageOf(error) }, 'orders wait to be started')
  return true
}
