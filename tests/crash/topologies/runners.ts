import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { below, type Random } from '@millrace/kernel'
import { startChild, tempDir, type Child } from '@millrace/testkit'

const PROGRAM = fileURLToPath(new URL('topology-runner.ts', import.meta.url))
const STANDING = ['one', 'two'] as const
const COMING_AND_GOING = 'three'
/** Its state is on disk, the others' in memory. */
const ON_DISK = 'one'

/** Processes that run the topologies: two that are killed, and one that comes and goes, so that partitions move. */
export class Runners {
  readonly #start: (name: string) => Child
  readonly #remove: () => void
  readonly #running = new Map<string, Child>()

  constructor(brokers: string, run: string) {
    const folder = tempDir('topologies-')
    this.#remove = () => folder.remove()
    this.#start = (name) => {
      const logFile = join(folder.path, `${name}.log`)
      return startChild({
        command: process.execPath,
        args: [PROGRAM, brokers, run, name, ...(name === ON_DISK ? [join(folder.path, 'state')] : [])],
        logFile,
      })
    }
    for (const name of STANDING) this.#running.set(name, this.#start(name))
  }

  /** Kills one and starts it again, or lets the third come or go; says what was done. */
  async disturb(random: Random): Promise<string> {
    const name = STANDING[below(random, STANDING.length + 1)]
    if (name !== undefined) {
      await this.#running.get(name)?.kill9()
      this.#running.set(name, this.#start(name))
      return `${name} was killed`
    }
    const third = this.#running.get(COMING_AND_GOING)
    if (third === undefined) {
      this.#running.set(COMING_AND_GOING, this.#start(COMING_AND_GOING))
      return 'a third came'
    }
    this.#running.delete(COMING_AND_GOING)
    await third.stop()
    return 'the third left'
  }

  tails(): string[] {
    return [...this.#running.values()].map((child) => child.tail(5))
  }

  async end(): Promise<void> {
    for (const child of this.#running.values()) await child.kill9()
    this.#remove()
  }
}
