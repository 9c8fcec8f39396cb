import { join } from 'node:path'
import { type Child, freePorts, repositoryRoot, startChild, waitFor } from '@millrace/testkit'

export const SERVICES = ['database', 'dispatch', 'workers', 'operator', 'shop'] as const

export type ServiceName = (typeof SERVICES)[number]

const READY_TIMEOUT_MS = 60_000
/** Short, so that the jobs of workers that were killed are soon given out again. */
const JOB_TIMEOUT_MS = '5000'

/** The services of the fulfilment system, each a process of its own, always on the same port. */
export class Fleet {
  readonly urls: Readonly<Record<ServiceName, string>>
  readonly #environment: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #children = new Map<ServiceName, Child>()

  private constructor(environment: Readonly<Record<string, string>>, folder: string, ports: readonly number[]) {
    this.#folder = folder
    this.urls = Object.fromEntries(SERVICES.map((name, at) => [name, `http://127.0.0.1:${ports[at] ?? 0}`])) as Record<
      ServiceName,
      string
    >
    this.#environment = {
      ...environment,
      DATABASE_SERVICE_URL: this.urls.database,
      DISPATCH_URL: this.urls.dispatch,
      FULFILMENT_JOB_TIMEOUT_MS: JOB_TIMEOUT_MS,
    }
  }

  static async start(environment: Readonly<Record<string, string>>, folder: string): Promise<Fleet> {
    const fleet = new Fleet(environment, folder, await freePorts(SERVICES.length))
    await Promise.all(SERVICES.map((name) => fleet.start(name)))
    return fleet
  }

  /** Resolves when it answers that it is ready. */
  async start(name: ServiceName): Promise<void> {
    const child = startChild({
      command: process.execPath,
      args: [join(repositoryRoot, 'apps', 'fulfilment', name, 'main.ts')],
      env: {
        ...this.#environment,
        PORT: new URL(this.urls[name]).port,
        DATA_DIR: join(this.#folder, name),
        LOG_LEVEL: 'warn',
      },
      logFile: join(this.#folder, `${name}.log`),
    })
    this.#children.set(name, child)
    const ready = async (): Promise<boolean> => {
      if (!child.alive()) throw new Error(`${name} ended by itself:\n${child.tail()}`)
      return (await fetch(`${this.urls[name]}/health/ready`, { signal: AbortSignal.timeout(5000) })).ok
    }
    await waitFor(ready, { what: `${name} to be ready`, timeoutMs: READY_TIMEOUT_MS }).catch((reason: unknown) => {
      throw new Error(`${name} does not get ready; the end of its log:\n${child.tail()}`, { cause: reason })
    })
  }

  async kill9(name: ServiceName): Promise<void> {
    await this.#children.get(name)?.kill9()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop(5000)))
  }
}
