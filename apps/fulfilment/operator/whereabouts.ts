import type { Place } from '../contract/desk.ts'
import type { Entry } from '../journal/journal.ts'
import type { ModelElement, ProcessModel } from './process-model.ts'

export interface Known {
  readonly journal: ReadonlyMap<string, Pick<Entry, 'state' | 'at' | 'answer'>>
  /** Elements with an open incident. */
  readonly stuck: ReadonlySet<string>
  readonly isCancelled: boolean
}

/**
 * Follows the drawing from its start as far as the journal tells that the order has come. The gateways are asked what the
 * services have answered. It is what the workers and services did, a moment before the engine knows of it.
 */
export function whereabouts(model: ProcessModel, known: Known): Place[] {
  const places: Place[] = []
  const walk = new Walk(model, known, places)
  for (const element of model.elements.values()) {
    if (element.type === 'startEvent' && element.inside === undefined) walk.from(element.elementId)
    // A boundary event is seen by what comes after it.
    if (element.type === 'boundaryEvent') {
      const [after = ''] = model.next.get(element.elementId) ?? []
      if (known.journal.has(after)) walk.from(element.elementId)
    }
  }
  return places
}

class Walk {
  readonly #model: ProcessModel
  readonly #known: Known
  readonly #places: Place[]

  constructor(model: ProcessModel, known: Known, places: Place[]) {
    this.#model = model
    this.#known = known
    this.#places = places
  }

  /** True when the end was reached. */
  from(elementId: string): boolean {
    for (let id: string | undefined = elementId; id !== undefined; id = this.#next(id)) {
      const element = this.#model.elements.get(id)
      if (element === undefined || !this.#pass(element)) return false
    }
    return true
  }

  /** False when the order is still there. */
  #pass(element: ModelElement): boolean {
    const { elementId, name, type } = element
    const entry = this.#known.journal.get(elementId)
    const place = this.#places.length
    const isDone = this.#isDone(element)
    const state = isDone ? 'done' : this.#known.stuck.has(elementId) ? 'stuck' : this.#here()
    // A subprocess stands before what is in it.
    this.#places.splice(type === 'subProcess' ? this.#startOf(elementId, place) : place, 0, {
      elementId,
      name,
      type,
      state,
      at: entry?.at ?? null,
    })
    return isDone
  }

  #isDone({ elementId, type }: ModelElement): boolean {
    switch (type) {
      case 'startEvent':
      case 'endEvent':
      case 'exclusiveGateway':
      case 'boundaryEvent':
        return true
      case 'subProcess': {
        const start = [...this.#model.elements.values()].find(
          (inner) => inner.inside === elementId && inner.type === 'startEvent',
        )
        return start !== undefined && this.from(start.elementId)
      }
      default:
        return this.#known.journal.get(elementId)?.state === 'done'
    }
  }

  #startOf(subProcess: string, otherwise: number): number {
    const first = this.#places.findIndex(({ elementId }) => this.#model.elements.get(elementId)?.inside === subProcess)
    return first === -1 ? otherwise : first
  }

  #here(): 'here' | 'cancelled' {
    return this.#known.isCancelled ? 'cancelled' : 'here'
  }

  #next(elementId: string): string | undefined {
    const targets = this.#model.next.get(elementId) ?? []
    return targets.length < 2 ? targets[0] : this.#chosen(elementId, targets)
  }

  #chosen(gateway: string, targets: readonly string[]): string | undefined {
    const answer = (name: string): unknown =>
      Array.from(this.#known.journal.values()).find((entry) => entry.answer?.[name] !== undefined)?.answer?.[name]
    const goes = gateway === 'in_stock' ? Number(answer('stock_level')) >= 1 : answer('charged') === true
    const [yes, no] = ways[gateway] ?? []
    return targets.find((target) => target === (goes ? yes : no))
  }
}

/** Where each gateway of the drawings leads: yes, no. */
const ways: Readonly<Record<string, readonly [string, string]>> = {
  in_stock: ['decrement_stock', 'order_not_fulfilled'],
  charged: ['ship_to_customer', 'increment_stock'],
}
