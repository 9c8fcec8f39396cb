import type { JobType } from './drawings.ts'

/** A job as a worker got it. */
export interface SeenJob {
  readonly key: number
  readonly processInstanceKey: number
  readonly elementId: string
  readonly reference: string
}

/**
 * The truth that the engine is held against: what it acknowledged, and what workers saw. Failures are found as things
 * happen, and by `missing` at the end.
 */
export class Records {
  /** Acknowledged instances of `order`, by key. */
  readonly created = new Map<number, string>()
  /** References of the messages that were acknowledged, of either name. */
  readonly paid = new Set<string>()
  readonly begun = new Set<string>()
  readonly failures: string[] = []
  repeated = 0
  readonly #keyOf = new Map<string, number>()
  readonly #activated = new Map<number, SeenJob>()
  readonly #completed = new Set<number>()
  readonly #startedBy = new Map<string, number>()

  get completions(): number {
    return this.#completed.size
  }

  /** A worker was given a job: never one whose completion was acknowledged, and one key for each element at work. */
  activated(type: JobType, job: SeenJob): void {
    const { key, processInstanceKey, elementId, reference } = job
    if (this.#completed.has(key)) this.failures.push(`job ${key} (${type}) was handed out after its completion`)
    if (this.#activated.has(key)) this.repeated += 1
    this.#activated.set(key, job)
    const place = `${processInstanceKey}/${elementId}`
    const before = this.#keyOf.get(place) ?? key
    if (before !== key) this.failures.push(`${place} was begun twice: jobs ${before} and ${key}`)
    this.#keyOf.set(place, key)
    if (type !== 'begun') return
    const instance = this.#startedBy.get(reference) ?? processInstanceKey
    if (instance !== processInstanceKey) this.failures.push(`message ${reference} started ${instance} and a second one`)
    this.#startedBy.set(reference, processInstanceKey)
  }

  completed(key: number): void {
    this.#completed.add(key)
  }

  isCompleted(key: number): boolean {
    return this.#completed.has(key)
  }

  /** Acknowledged instances and messages whose end has not been seen: lost, when it is late enough. */
  missing(): string[] {
    const done = (instance: number, element: JobType): boolean => {
      const key = this.#keyOf.get(`${instance}/${element}`)
      return key !== undefined && this.#completed.has(key)
    }
    const instances = [...this.created]
      .filter(([instance]) => !done(instance, 'last'))
      .map(([instance, reference]) => {
        const at = done(instance, 'work')
          ? `after its job, ${this.#paidText(reference)}`
          : 'before its first job was done'
        return `instance ${instance} (${reference}) stands still ${at}`
      })
    const messages = [...this.begun]
      .filter((reference) => !done(this.#startedBy.get(reference) ?? -1, 'begun'))
      .map((reference) => `message ${reference} was acknowledged and started nothing that ended`)
    return [...instances, ...messages]
  }

  #paidText(reference: string): string {
    return this.paid.has(reference) ? 'with its message acknowledged' : 'without its message'
  }
}
