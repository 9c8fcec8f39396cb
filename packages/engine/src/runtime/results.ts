import { Refusal } from '@millrace/kernel'
import type { JsonObject } from '../records/schema.ts'
import type { StateReader } from '../state/state.ts'

interface Waiting {
  readonly resolve: (variables: JsonObject) => void
  readonly reject: (reason: unknown) => void
}

type Outcome = { readonly kind: 'completed'; readonly variables: JsonObject } | { readonly kind: 'terminated' }

/** Those who wait for a process to end. Nothing of this is durable: a caller that is cut off asks again. */
export class Results {
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended = new Map<number, Outcome>()

  /** Keeps what a process ends with: it may end in the turn that starts it, before anybody could wait. */
  note(state: StateReader, processInstanceKey: number, outcome: 'completed' | 'terminated'): void {
    if (outcome === 'terminated') this.#ended.set(processInstanceKey, { kind: 'terminated' })
    else
      this.#ended.set(processInstanceKey, { kind: 'completed', variables: state.variables.local(processInstanceKey) })
  }

  wait(processInstanceKey: number): Promise<JsonObject> {
    return new Promise((resolve, reject) => this.#waiting.set(processInstanceKey, { resolve, reject }))
  }

  forget(processInstanceKey: number): void {
    this.#waiting.delete(processInstanceKey)
  }

  /** Takes what ended in a turn; the answers go out when that is durable. */
  takeEnded(): ReadonlyMap<number, Outcome> {
    const ended = new Map(this.#ended)
    this.#ended.clear()
    return ended
  }

  answer(ended: ReadonlyMap<number, Outcome>): void {
    for (const [key, outcome] of ended) {
      const waiting = this.#waiting.get(key)
      if (waiting === undefined) continue
      this.#waiting.delete(key)
      if (outcome.kind === 'completed') waiting.resolve(outcome.variables)
      else waiting.reject(new Refusal('NOT_FOUND', `process instance ${key} was terminated before it completed`))
    }
  }
}
