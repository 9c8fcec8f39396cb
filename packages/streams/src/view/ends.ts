import type { KafkaClient } from '@millrace/client'
import { Positions } from './positions.ts'

/**
 * Where topics end now. Calls that come while a question is under way share the next one: never the one under way, which
 * may have been answered before their time.
 */
export class Ends {
  readonly #kafka: KafkaClient
  readonly #topics: readonly string[]
  #running: Promise<Positions> | undefined
  #waiting: Promise<Positions> | undefined

  constructor(kafka: KafkaClient, topics: readonly string[]) {
    this.#kafka = kafka
    this.#topics = topics
  }

  now(): Promise<Positions> {
    if (this.#running === undefined) return this.#begin()
    this.#waiting ??= this.#running.then(
      () => this.#begin(),
      () => this.#begin(),
    )
    return this.#waiting
  }

  #begin(): Promise<Positions> {
    this.#waiting = undefined
    const asked = this.#ask()
    this.#running = asked
    const end = (): void => {
      if (this.#running === asked) this.#running = undefined
    }
    asked.then(end, end)
    return asked
  }

  async #ask(): Promise<Positions> {
    const found = new Positions()
    const admin = this.#kafka.admin()
    await Promise.all(
      this.#topics.map(async (topic) => {
        for (const [partition, offset] of (await admin.offsets(topic, 'latest')).entries())
          found.set({ topic, partition }, offset)
      }),
    )
    return found
  }
}
