import type { IdempotencyStore, KnownKey, StoredAnswer } from '@millrace/client/http'
import type { Put } from './change.ts'
import type { Ledger } from './ledger.ts'

const TABLE = 'answers'
const KEPT_MOST = 50_000

interface Kept {
  readonly fingerprint: string
  readonly answer: StoredAnswer
}

/**
 * Answers by Idempotency-Key in the ledger. A key whose request was cut off by a crash is forgotten: the request is safe to
 * repeat by its own ids.
 */
export class KeptAnswers implements IdempotencyStore {
  readonly #kept = new Map<string, Kept>()
  readonly #open = new Map<string, KnownKey>()
  #ledger: Ledger | undefined

  /** A row of the ledger, when it is one of these. */
  apply({ table, key, value }: Put): boolean {
    if (table !== TABLE) return false
    if (value === undefined) this.#kept.delete(key)
    else this.#kept.set(key, value as Kept)
    return true
  }

  writeTo(ledger: Ledger): void {
    this.#ledger = ledger
  }

  begin(key: string, fingerprint: string): Promise<KnownKey | undefined> {
    const known = this.#kept.get(key) ?? this.#open.get(key)
    if (known === undefined) this.#open.set(key, { fingerprint })
    return Promise.resolve(known)
  }

  async finish(key: string, fingerprint: string, answer: StoredAnswer): Promise<void> {
    await this.#ledger?.change(() => {
      const oldest = this.#kept.size < KEPT_MOST ? undefined : this.#kept.keys().next().value
      const dropped = oldest === undefined ? [] : [{ table: TABLE, key: oldest, value: undefined }]
      return { puts: [...dropped, { table: TABLE, key, value: { fingerprint, answer } }], answer: undefined }
    })
    this.#open.delete(key)
  }

  release(key: string): Promise<void> {
    this.#open.delete(key)
    return Promise.resolve()
  }
}
