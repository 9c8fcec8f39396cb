import { join } from 'node:path'
import { freePorts, repositoryRoot, startChild, waitFor, type Child } from '@millrace/testkit'

/** Every process of the shop, with the folder of its service: two of all but the web application. */
const PROCESSES = [
  ['webapp', 'webapp'],
  ['assemble', 'assemble'],
  ['bake', 'bake'],
  ['delivery', 'delivery'],
  ['status', 'status'],
  ['assemble-2', 'assemble'],
  ['bake-2', 'bake'],
  ['delivery-2', 'delivery'],
  ['status-2', 'status'],
] as const

export type ProcessName = (typeof PROCESSES)[number][0]

export const PROCESS_NAMES = PROCESSES.map(([name]) => name)

const READY_TIMEOUT_MS = 120_000

/** The services of the pizza shop, each a process of its own, always on the same port. */
export class Fleet {
  readonly urls: Readonly<Record<ProcessName, string>>
  readonly #environment: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #children = new Map<ProcessName, Child>()

  private constructor(environment: Readonly<Record<string, string>>, folder: string, ports: readonly number[]) {
    this.#environment = environment
    this.#folder = folder
    this.urls = Object.fromEntries(
      PROCESS_NAMES.map((name, at) => [name, `http://127.0.0.1:${ports[at] ?? 0}`]),
    ) as Record<ProcessName, string>
  }

  static async start(environment: Readonly<Record<string, string>>, folder: string): Promise<Fleet> {
    const fleet = new Fleet(environment, folder, await freePorts(PROCESSES.length))
    await Promise.all(PROCESS_NAMES.map((name) => fleet.start(name)))
    return fleet
  }

  /** Resolves when it answers that it is ready. */
  async start(name: ProcessName): Promise<void> {
    const service = PROCESSES.find(([each]) => each === name)?.[1] ?? name
    const child = startChild({
      command: process.execPath,
      args: [join(repositoryRoot, 'apps', 'pizza', service, 'main.ts')],
      env: {
        ...this.#environment,
        PORT: new URL(this.urls[name]).port,
        INSTANCE_ID: name,
        LOG_LEVEL: 'warn',
      },
      logFile: join(this.#folder, `${name}.log`),
    })
    this.#children.set(name, child)
    let said = 'nothing'
    const ready = async (): Promise<boolean> => {
      if (!child.alive()) throw new Error(`${name} ended by itself:\n${child.tail()}`)
      const answer = await fetch(`${this.urls[name]}/health/ready`, { signal: AbortSignal.timeout(5000) })
      said = await answer.text()
      return answer.ok
    }
    await waitFor(ready, { what: `${name} to be ready`, timeoutMs: READY_TIMEOUT_MS }).catch((reason: unknown) => {
      const text = `${name} does not get ready: it says ${said}; the end of its log:\n${child.tail()}`
      throw new Error(text, { cause: reason })
    })
  }

  async kill9(name: ProcessName): Promise<void> {
    await this.#children.get(name)?.kill9()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop(5000)))
  }
}
