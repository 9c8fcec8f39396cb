import { applyEvent } from '../appliers/index.ts'
import type { EngineEvent, IntentOf, ValueOf, ValueType } from '../records/record.ts'
import type { Json } from '../records/schema.ts'
import type { State, StateReader } from '../state/state.ts'
import { followUp } from './followers.ts'
import type { EvaluationPorts, Follow, Step } from './step.ts'

export type Ended = (processInstanceKey: number, outcome: 'completed' | 'terminated') => void

/** One turn at work: events are applied as they are appended, and all of them go to the log together. */
export class LiveStep implements Step {
  readonly now: number
  readonly feel: EvaluationPorts
  readonly events: EngineEvent[] = []
  readonly ended: Ended
  readonly #state: State
  #queue: Follow[] = []
  #at: Follow | undefined
  #lastKey: number

  constructor(state: State, now: number, feel: EvaluationPorts, ended: Ended) {
    this.#state = state
    this.#lastKey = state.lastKey
    this.now = now
    this.feel = feel
    this.ended = ended
  }

  get state(): StateReader {
    return this.#state
  }

  newKey(): number {
    this.#lastKey += 1
    return this.#lastKey
  }

  emit<V extends ValueType>(valueType: V, intent: IntentOf<V>, key: number, value: ValueOf<V>): void {
    const event = { valueType, intent, key, value, timestamp: this.now } as unknown as EngineEvent
    this.events.push(event)
    applyEvent(this.#state, event)
  }

  follow(command: Follow): void {
    this.#queue.push(command)
  }

  /** Takes up work that an earlier turn left. */
  resume(turnKey: number): void {
    const turn = this.#state.turns.get(turnKey)
    if (turn === undefined) return
    this.emit('TURN', 'RESUMED', turnKey, { commands: [] })
    this.#queue = [...(turn.commands as unknown as Follow[])]
  }

  /** Follows up until nothing is left, or until the budget is used up: the rest waits in the log for a later turn. */
  finish(budgetSteps: number): void {
    let done = 0
    for (; done < this.#queue.length && done < budgetSteps; done++) {
      this.#at = this.#queue[done] as Follow
      followUp(this, this.#at)
    }
    if (done === this.#queue.length) return
    this.emit('TURN', 'SUSPENDED', this.newKey(), { commands: this.#queue.slice(done) as unknown as Json })
  }

  /** The process instance that was being worked on last: the one to blame when this turn broke. */
  get atWork(): number | undefined {
    const key = this.#at === undefined ? -1 : aboutOf(this.#at)
    const found = this.#state.instances.get(key)?.processInstanceKey
    if (found !== undefined) return found
    const last = this.events.findLast(({ value }) => 'processInstanceKey' in value)
    return (last?.value as { readonly processInstanceKey: number } | undefined)?.processInstanceKey
  }
}

/** The element instance that a follow-up is about; -1 when it is about none. */
function aboutOf(follow: Follow): number {
  if ('scopeKey' in follow) return follow.scopeKey
  if ('bodyKey' in follow) return follow.bodyKey
  return 'key' in follow ? follow.key : -1
}
