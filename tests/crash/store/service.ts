import { join } from 'node:path'
import { repositoryRoot, startChild, waitFor, type Child } from '@millrace/testkit'

export const SERVICES = ['products', 'customers', 'purchases', 'dashboard'] as const
export type ServiceName = (typeof SERVICES)[number]

const ANSWER_PATH: Record<ServiceName, string> = {
  products: '/products',
  customers: '/customers',
  purchases: '/purchases',
  dashboard: '/api/summary',
}

const READY_TIMEOUT_MS = 30_000

/** One service of the store as a process of its own, always on the same port. */
export class StoreService {
  readonly name: ServiceName
  readonly url: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #logFile: string
  #child: Child | undefined

  constructor(name: ServiceName, port: number, brokers: string, folder: string) {
    this.name = name
    this.url = `http://127.0.0.1:${port}`
    this.#environment = { KAFKA_BROKERS: brokers, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: join(folder, name) }
    this.#logFile = join(folder, `${name}.log`)
  }

  /** Resolves when it answers a query. */
  async start(): Promise<void> {
    const main = join(repositoryRoot, 'apps', 'store', this.name, 'main.ts')
    const child = startChild({
      command: process.execPath,
      args: [main],
      env: this.#environment,
      logFile: this.#logFile,
    })
    this.#child = child
    const answers = async (): Promise<boolean> => {
      if (!child.alive()) throw new Error(`${this.name} ended by itself:\n${child.tail()}`)
      return (await fetch(`${this.url}${ANSWER_PATH[this.name]}`, { signal: AbortSignal.timeout(5000) })).ok
    }
    await waitFor(answers, { what: `an answer of ${this.name}`, timeoutMs: READY_TIMEOUT_MS }).catch(
      (reason: unknown) => {
        throw new Error(`${this.name} does not answer; the end of its log:\n${child.tail()}`, { cause: reason })
      },
    )
  }

  async kill9(): Promise<void> {
    await this.#child?.kill9()
  }

  async stop(): Promise<void> {
    await this.#child?.stop(3000)
  }
}
