import { below, type Random } from '@millrace/kernel'
import type { Books, Kind, StoredEntity } from './books.ts'
import { patient } from './patient-http.ts'

const DELETIONS_IN = 12
const CHANGES_IN = 3

/**
 * One client that writes without end, one call at a time. It changes and deletes only what it made itself, so that what
 * must be there follows from the answers alone.
 */
export class Shopper {
  readonly #books: Books
  readonly #urls: Readonly<Record<Kind, string>>
  readonly #random: Random
  readonly #own: Record<Kind, StoredEntity[]> = { products: [], customers: [], purchases: [] }
  readonly failures: string[] = []
  #stopping = false
  #done: Promise<void> = Promise.resolve()

  constructor(books: Books, urls: Readonly<Record<Kind, string>>, random: Random) {
    this.#books = books
    this.#urls = urls
    this.#random = random
  }

  start(): void {
    this.#stopping = false
    this.#done = this.#run().catch((thrown: unknown) => {
      this.failures.push(String(thrown))
    })
  }

  /** Resolves when its last call has been answered. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const kind = (['products', 'customers', 'purchases', 'purchases'] as const)[below(this.#random, 4)] as Kind
      const own = this.#own[kind]
      if (own.length > 0 && below(this.#random, DELETIONS_IN) === 0) await this.#delete(kind, own)
      else if (own.length > 0 && below(this.#random, CHANGES_IN) === 0) await this.#change(kind, own)
      else await this.#create(kind, own)
    }
  }

  async #create(kind: Kind, own: StoredEntity[]): Promise<void> {
    const body = this.#body(kind)
    if (body === undefined) return
    const { status, body: made } = await patient('POST', this.#urls[kind], body, crypto.randomUUID())
    if (status !== 201) return this.#refused('POST', kind, status, made)
    this.#books.set(kind, made as StoredEntity)
    own.push(made as StoredEntity)
  }

  async #change(kind: Kind, own: StoredEntity[]): Promise<void> {
    const at = below(this.#random, own.length)
    const body = this.#body(kind)
    if (body === undefined) return
    const { status, body: changed } = await patient('PUT', `${this.#urls[kind]}/${own[at]?.id}`, body)
    if (status !== 200) return this.#refused('PUT', kind, status, changed)
    this.#books.set(kind, changed as StoredEntity)
    own[at] = changed as StoredEntity
  }

  async #delete(kind: Kind, own: StoredEntity[]): Promise<void> {
    const [entity] = own.splice(below(this.#random, own.length), 1)
    const id = entity?.id ?? ''
    const { status, body } = await patient('DELETE', `${this.#urls[kind]}/${id}`)
    // 404: an earlier try did it and its answer was lost.
    if (status !== 200 && status !== 404) return this.#refused('DELETE', kind, status, body)
    this.#books.remove(kind, id)
  }

  /** A new body, or undefined when there is nothing yet to buy or nobody to buy it. */
  #body(kind: Kind): object | undefined {
    const number = below(this.#random, 100_000)
    if (kind === 'products') return { name: `Product ${number}`, price: number / 100 }
    if (kind === 'customers') return { firstName: `First ${number}`, lastName: `Last ${number}` }
    const [product, customer] = [this.#books.any('products', number), this.#books.any('customers', number)]
    return product && customer && { productId: product.id, customerId: customer.id, total: number / 100 }
  }

  // A purchase of what another shopper has just deleted may be refused; nothing else may.
  #refused(method: string, kind: Kind, status: number, body: unknown): void {
    if (kind !== 'purchases') this.failures.push(`${method} ${kind}: ${status} ${JSON.stringify(body)}`)
  }
}
