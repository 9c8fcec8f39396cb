import { setTimeout as sleep } from 'node:timers/promises'
import { patient } from '../store/patient-http.ts'

const LOOK_EVERY_MS = 150
const PAGE_SIZE = 1000
const CALL_MS = 3000

interface Page {
  readonly items: readonly { readonly processInstanceKey: string; readonly state: string }[]
  readonly page: { readonly endCursor?: string }
}

/**
 * One who looks into the history all the time. It follows the events only while somebody asks, and what it has not yet read
 * is not trimmed: without an onlooker no life of this platform would be long enough to see events go.
 */
export class Onlooker {
  readonly #search: string
  readonly #done: Promise<void>
  #stopping = false
  answers = 0

  /** @param console base URL of the platform's console */
  constructor(console: string) {
    this.#search = new URL('/v2/process-instances/search', console).href
    this.#done = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
  }

  /** Of these instances, those that the history does not have as completed. */
  async notCompleted(instances: Iterable<number>): Promise<string[]> {
    const states = new Map<string, string>()
    for (let after: string | undefined; ;) {
      const page = { limit: PAGE_SIZE, ...(after !== undefined && { after }) }
      const body = { sort: [{ field: 'processInstanceKey' }], page }
      const { items, page: ends } = (await patient('POST', this.#search, body)).body as Page
      for (const { processInstanceKey, state } of items) states.set(processInstanceKey, state)
      if (items.length < PAGE_SIZE) break
      after = ends.endCursor
    }
    return [...instances]
      .map((key) => [key, states.get(String(key)) ?? 'unknown'] as const)
      .filter(([, state]) => state !== 'COMPLETED')
      .map(([key, state]) => `the history has instance ${key} as ${state}`)
  }

  async #run(): Promise<void> {
    const body = JSON.stringify({ page: { limit: 1 } })
    const headers = { 'content-type': 'application/json' }
    while (!this.#stopping) {
      // A platform that is away, or killed while it answers, is what this test is about.
      const signal = AbortSignal.timeout(CALL_MS)
      const answer = await fetch(this.#search, { method: 'POST', headers, body, signal }).catch(() => undefined)
      if (answer?.ok === true) this.answers += 1
      await answer?.arrayBuffer().catch(() => undefined)
      await sleep(LOOK_EVERY_MS)
    }
  }
}
