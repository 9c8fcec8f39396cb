import type { Changed } from './model.ts'

/** Rows that changed since a moment; `all`: so many that naming them is dearer than reading everything again. */
export interface Changes {
  readonly seq: number
  readonly customers: readonly string[]
  readonly products: readonly string[]
  readonly purchases: readonly string[]
  readonly all?: true
}

export type Missed = { readonly kind: 'changes'; readonly changes: Changes } | { readonly kind: 'too-old' }

const KEPT_BATCHES = 1000
const NAMED_ROWS_MOST = 500

interface Batch {
  readonly seq: number
  readonly changed: readonly Changed[]
}

/**
 * Numbers what the model changed, and remembers enough of it that a page whose connection broke hears exactly what it
 * missed. `epoch` names this run of this instance: numbers of another are none of ours.
 */
export class ChangeFeed {
  readonly epoch: string
  readonly #kept: Batch[] = []
  #seq = 0
  #pending: Changed[] = []

  constructor(epoch: string) {
    this.epoch = epoch
  }

  /** Number of the last batch. */
  get seq(): number {
    return this.#seq
  }

  /** The model has made this change. */
  add(changed: Changed): void {
    this.#pending.push(changed)
  }

  /** Closes the batch of what was added; undefined when there was nothing. */
  take(): Changes | undefined {
    if (this.#pending.length === 0) return undefined
    const batch = { seq: ++this.#seq, changed: this.#pending }
    this.#pending = []
    this.#kept.push(batch)
    if (this.#kept.length > KEPT_BATCHES) this.#kept.shift()
    return merged(batch.seq, [batch])
  }

  /** What changed after batch `seq` of `epoch`, as one. */
  since(epoch: string, seq: number): Missed {
    const oldest = this.#kept[0]?.seq ?? this.#seq + 1
    const isKept = Number.isInteger(seq) && seq <= this.#seq && seq >= oldest - 1
    if (epoch !== this.epoch || !isKept) return { kind: 'too-old' }
    return { kind: 'changes', changes: merged(this.#seq, this.#kept.slice(seq - oldest + 1)) }
  }
}

function merged(seq: number, batches: readonly Batch[]): Changes {
  const rows = { customers: new Set<string>(), products: new Set<string>(), purchases: new Set<string>() }
  for (const { changed } of batches) {
    for (const { customers, products, purchases } of changed) {
      for (const id of customers) rows.customers.add(id)
      for (const id of products) rows.products.add(id)
      for (const id of purchases) rows.purchases.add(id)
      const { size } = rows.purchases
      if (rows.customers.size + rows.products.size + size > NAMED_ROWS_MOST) {
        return { seq, customers: [], products: [], purchases: [], all: true }
      }
    }
  }
  return { seq, customers: [...rows.customers], products: [...rows.products], purchases: [...rows.purchases] }
}
