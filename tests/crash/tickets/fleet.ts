import { join } from 'node:path'
import { freePorts, repositoryRoot, startChild, waitFor, type Child } from '@millrace/testkit'

/** Every process of the sale, with its program. */
const PROGRAMS = {
  queue: ['apps', 'tickets', 'queue', 'main.ts'],
  tickets: ['apps', 'tickets', 'tickets', 'main.ts'],
  payments: ['apps', 'tickets', 'payments', 'main.ts'],
  web: ['apps', 'tickets', 'web', 'main.ts'],
  router: ['packages', 'router', 'src', 'router.main.ts'],
} as const

export type ProcessName = keyof typeof PROGRAMS
export const PROCESS_NAMES = Object.keys(PROGRAMS) as ProcessName[]

const READY_TIMEOUT_MS = 60_000

/** The services of the sale and the router, each a process of its own, always on the same port. */
export class Fleet {
  readonly urls: Readonly<Record<ProcessName, string>>
  readonly #environment: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #children = new Map<ProcessName, Child>()

  private constructor(environment: Readonly<Record<string, string>>, folder: string, ports: readonly number[]) {
    this.#folder = folder
    const entries = PROCESS_NAMES.map((name, at) => [name, `http://127.0.0.1:${ports[at] ?? 0}`] as const)
    this.urls = Object.fromEntries(entries) as Record<ProcessName, string>
    const addresses = entries.map(([name, url]) => [`${name.toUpperCase()}_URL`, url])
    this.#environment = { ...environment, ...(Object.fromEntries(addresses) as Record<string, string>) }
  }

  static async start(environment: Readonly<Record<string, string>>, folder: string): Promise<Fleet> {
    const fleet = new Fleet(environment, folder, await freePorts(PROCESS_NAMES.length))
    await Promise.all(PROCESS_NAMES.map((name) => fleet.start(name)))
    return fleet
  }

  /** Resolves when it answers that it is ready. */
  async start(name: ProcessName): Promise<void> {
    const child = startChild({
      command: process.execPath,
      args: [join(repositoryRoot, ...PROGRAMS[name])],
      env: {
        ...this.#environment,
        HOST: '127.0.0.1',
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

  pidOf(name: ProcessName): number {
    return this.#children.get(name)?.pid ?? 0
  }

  async kill9(name: ProcessName): Promise<void> {
    await this.#children.get(name)?.kill9()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop(5000)))
  }
}
