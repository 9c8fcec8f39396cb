import type { Collection } from '../resource/collection.ts'
import type { Entity } from '../resource/entity.ts'
import type { Claim, Claimed, Claims } from '../resource/idempotency.ts'

/** A collection without a log, for tests of what stands before it. */
export class MemoryCollection<E extends Entity> implements Collection<E> {
  readonly entities = new Map<string, E>()
  /** How often each was called. */
  readonly calls = { current: 0, set: 0, remove: 0 }
  /** Set to make the log unreachable. */
  failure: Error | undefined

  get size(): number {
    return this.entities.size
  }

  get(id: string): E | undefined {
    return this.entities.get(id)
  }

  all(): Iterable<E> {
    return this.entities.values()
  }

  async current(): Promise<void> {
    this.calls.current++
    await this.#turn()
  }

  async set(entity: E): Promise<void> {
    await this.#turn()
    this.calls.set++
    this.entities.set(entity.id, entity)
  }

  async remove({ id }: E): Promise<void> {
    await this.#turn()
    this.calls.remove++
    this.entities.delete(id)
  }

  async #turn(): Promise<void> {
    await Promise.resolve()
    if (this.failure !== undefined) throw this.failure
  }
}

export class MemoryClaims implements Claims {
  readonly claims = new Map<string, Claimed>()

  async find(key: string): Promise<Claimed | undefined> {
    return this.claims.get(key)
  }

  async claim(key: string, claim: Claim): Promise<Claimed> {
    const first = this.claims.get(key) ?? { ...claim, settled: false }
    this.claims.set(key, first)
    return first
  }

  async settle(key: string): Promise<void> {
    const claim = this.claims.get(key)
    if (claim !== undefined) this.claims.set(key, { ...claim, settled: true })
  }
}
