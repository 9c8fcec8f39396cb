import { type FSWatcher, watch } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type LivenessClock, type LogPort, type Timer, Refusal, messageOf } from '@millrace/kernel'
import { readDocuments } from '../resources/document.ts'
import type { Kind, Resource, Resources } from '../resources/resources.ts'

export interface TriggerDirectoryOptions {
  readonly path: string
  readonly resources: Resources
  readonly clock: LivenessClock
  readonly log: Pick<LogPort, 'info' | 'error'>
}

const FILE = /\.(ya?ml|json)$/
/** Editors write in several steps. */
const QUIET_MS = 100

interface Held {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly text: string
}

/**
 * Brokers and triggers out of the files of a directory, and again when those change. A file that is wrong is reported
 * with its name and its line, and what it said before stays in force.
 */
export class TriggerDirectory {
  readonly #options: TriggerDirectoryOptions
  readonly #held = new Map<string, Held[]>()
  #watcher: FSWatcher | undefined
  #timer: Timer | undefined
  #scanning: Promise<void> = Promise.resolve()
  #problems: string[] = []

  constructor(options: TriggerDirectoryOptions) {
    this.#options = options
  }

  /** What is wrong with files now. */
  get problems(): readonly string[] {
    return this.#problems
  }

  /** Reads everything, then watches. @throws Refusal INVALID_CONFIGURATION when there is no such directory */
  async start(): Promise<void> {
    try {
      await this.scan()
      this.#watcher = watch(this.#options.path, () => this.#soon())
      this.#watcher.on('error', (error) =>
        this.#options.log.error({ reason: error.message }, 'watching triggers ended'),
      )
    } catch (error) {
      throw new Refusal('INVALID_CONFIGURATION', `--triggers ${this.#options.path}: ${messageOf(error)}`)
    }
  }

  stop(): void {
    this.#watcher?.close()
    this.#timer?.cancel()
  }

  /** Reads all files anew; calls queue behind one another. */
  scan(): Promise<void> {
    const turn = this.#scanning.then(() => this.#scan())
    this.#scanning = turn.catch(() => undefined)
    return turn
  }

  #soon(): void {
    this.#timer?.cancel()
    this.#timer = this.#options.clock.timerIn(QUIET_MS, () => {
      this.scan().catch((error: unknown) => {
        this.#options.log.error({ reason: messageOf(error) }, 'triggers cannot be read')
      })
    })
  }

  async #scan(): Promise<void> {
    const files = (await readdir(this.#options.path)).filter((name) => FILE.test(name)).toSorted()
    this.#problems = []
    for (const file of files) await this.#readFile(file)
    for (const [file, held] of this.#held) {
      if (files.includes(file)) continue
      await this.#drop(held)
      this.#held.delete(file)
    }
  }

  async #readFile(file: string): Promise<void> {
    const before = this.#held.get(file) ?? []
    try {
      const documents = readDocuments(await readFile(join(this.#options.path, file), 'utf8'))
      const now: Held[] = []
      for (const { value, line } of documents) now.push(...(await this.#apply(value, line, before)))
      const names = new Set(now.map(nameOf))
      await this.#drop(before.filter((held) => !names.has(nameOf(held))))
      this.#held.set(file, now)
    } catch (error) {
      const problem = `${file}: ${messageOf(error)}`
      this.#problems.push(problem)
      this.#options.log.error({ file, reason: messageOf(error) }, 'a file of triggers is wrong')
    }
  }

  /** A document that says what it said before is left alone: its trigger goes on undisturbed. */
  async #apply(value: unknown, line: number, before: readonly Held[]): Promise<Held[]> {
    const text = JSON.stringify(value)
    const same = before.find((held) => held.text === text)
    if (same !== undefined) return [same]
    try {
      const resource: Resource | undefined = await this.#options.resources.apply(value, 'directory')
      return resource === undefined ? [] : [{ ...resource, text }]
    } catch (error) {
      throw new Refusal('INVALID_RESOURCE', `the document at line ${line}: ${messageOf(error)}`)
    }
  }

  async #drop(held: readonly Held[]): Promise<void> {
    for (const { kind, namespace, name } of held) await this.#options.resources.remove(kind, namespace, name)
  }
}

const nameOf = ({ kind, namespace, name }: Held): string => `${kind}/${namespace}/${name}`
