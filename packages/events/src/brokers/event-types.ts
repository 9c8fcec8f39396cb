import { type CloudEvent, requiredText, textOf } from '@millrace/cloudevents'
import type { Journal } from '@millrace/broker'

/** A type of event that a broker has seen. */
export interface EventType {
  readonly namespace: string
  readonly broker: string
  readonly type: string
  readonly source: string
  readonly schema: string | undefined
}

const MOST_TYPES = 10_000
const PREFIX = 'type/'

/** What types there are: found in the events, kept, never a reason to refuse one. */
export class EventTypes {
  readonly #known = new Map<string, EventType>()
  readonly #journal: Journal

  constructor(journal: Journal, state: ReadonlyMap<string, unknown>) {
    this.#journal = journal
    for (const [key, value] of state) if (key.startsWith(PREFIX)) this.#known.set(key, value as EventType)
  }

  list(): EventType[] {
    return [...this.#known.values()]
  }

  /** Notes the types of events that a broker has taken; gives what is new, written in the background. */
  note(broker: { readonly namespace: string; readonly name: string }, events: readonly CloudEvent[]): Promise<void> {
    const found: { readonly key: string; readonly value: EventType }[] = []
    for (const event of events) {
      const type = requiredText(event, 'type')
      const source = requiredText(event, 'source')
      const key = `${PREFIX}${broker.namespace}/${broker.name}/${JSON.stringify([type, source])}`
      if (this.#known.has(key) || this.#known.size >= MOST_TYPES || key.length > 2000) continue
      const schema = textOf(event, 'dataschema')
      const value = { namespace: broker.namespace, broker: broker.name, type, source, schema }
      this.#known.set(key, value)
      found.push({ key, value })
    }
    return found.length === 0 ? Promise.resolve() : this.#journal.write(found)
  }
}
