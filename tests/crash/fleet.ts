import { join } from 'node:path'
import { freePorts, repositoryRoot, startChild, waitFor, type Child } from '@millrace/testkit'

type Variables = Readonly<Record<string, string>>

const READY_TIMEOUT_MS = 120_000

/** What a fleet is made of. */
export interface FleetPlan<Name extends string> {
  /** The program of each process, from the repository's root. */
  readonly programs: Readonly<Record<Name, string>>
  /** Variables of all processes, who may have to know where the others are. */
  readonly environment: (urls: Readonly<Record<Name, string>>) => Variables
  /** Of the logs, and of the data of each process. */
  readonly folder: string
}

/** The services of a system, each a process of its own, always on the same port. */
export class Fleet<Name extends string> {
  readonly names: readonly Name[]
  readonly urls: Readonly<Record<Name, string>>
  readonly #plan: FleetPlan<Name>
  readonly #environment: Variables
  readonly #children = new Map<Name, Child>()

  private constructor(plan: FleetPlan<Name>, ports: readonly number[]) {
    this.#plan = plan
    this.names = Object.keys(plan.programs) as Name[]
    this.urls = Object.fromEntries(
      this.names.map((name, at) => [name, `http://127.0.0.1:${ports[at] ?? 0}`]),
    ) as Record<Name, string>
    this.#environment = plan.environment(this.urls)
  }

  /** Resolves when all are ready. */
  static async start<Name extends string>(plan: FleetPlan<Name>): Promise<Fleet<Name>> {
    const fleet = new Fleet(plan, await freePorts(Object.keys(plan.programs).length))
    await Promise.all(fleet.names.map((name) => fleet.start(name)))
    return fleet
  }

  /** Resolves when it answers that it is ready. */
  async start(name: Name): Promise<void> {
    const { programs, folder } = this.#plan
    const child = startChild({
      command: process.execPath,
      args: [join(repositoryRoot, programs[name])],
      env: {
        ...this.#environment,
        HOST: '127.0.0.1',
        PORT: new URL(this.urls[name]).port,
        INSTANCE_ID: name,
        DATA_DIR: join(folder, name),
        LOG_LEVEL: 'warn',
        // Half the cost of a start; written at an orderly end only.
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
      },
      logFile: join(folder, `${name}.log`),
    })
    this.#children.set(name, child)
    let said = 'nothing'
    const ready = async (): Promise<boolean> => {
      // Killed again while it started: whoever started it next waits for that one.
      if (this.#children.get(name) !== child) return true
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

  pidOf(name: Name): number {
    return this.#children.get(name)?.pid ?? 0
  }

  async kill9(name: Name): Promise<void> {
    const child = this.#children.get(name)
    this.#children.delete(name)
    await child?.kill9()
  }

  /** Ends all and starts them again: from now on they start from what was compiled at the first time. */
  async warm(): Promise<void> {
    await this.stop()
    await Promise.all(this.names.map((name) => this.start(name)))
  }

  /** SIGKILL, and a start. */
  async restart(name: Name): Promise<void> {
    await this.kill9(name)
    await this.start(name)
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.stop(5000)))
  }
}

/** `apps/<app>/<service>/main.ts` for each process: its name is the service's, with `-2` for a second one of it. */
export function programsOf<Name extends string>(app: string, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(
    names.map((name) => [name, join('apps', app, name.replace(/-\d+$/u, ''), 'main.ts')]),
  ) as Record<Name, string>
}

/** `ORDERS_2_URL` and the like, by which the services of a system know one another. */
export function addressesOf(urls: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`${name.replaceAll('-', '_').toUpperCase()}_URL`, url]),
  )
}
