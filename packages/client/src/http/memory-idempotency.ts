import type { DomainClock } from '@millrace/kernel'
import type { IdempotencyStore, KnownKey } from './idempotency.ts'

export interface MemoryIdempotencyOptions {
  readonly clock: DomainClock
  /** 10,000 by default; beyond it the oldest go. */
  readonly mostKeys?: number
  /** 24 hours by default. */
  readonly keepMs?: number
}

/** Keys of one process, until it ends. */
export function memoryIdempotency({
  clock,
  mostKeys = 10_000,
  keepMs = 86_400_000,
}: MemoryIdempotencyOptions): IdempotencyStore {
  const keys = new Map<string, KnownKey & { readonly since: number }>()
  const forget = (): void => {
    const old = clock.now() - keepMs
    for (const [key, { since }] of keys) {
      if (since > old && keys.size <= mostKeys) return
      keys.delete(key)
    }
  }
  return {
    begin: (key, fingerprint) => {
      forget()
      const known = keys.get(key)
      if (known === undefined) keys.set(key, { fingerprint, since: clock.now() })
      return Promise.resolve(known)
    },
    finish: (key, fingerprint, answer) => {
      keys.set(key, { fingerprint, answer, since: keys.get(key)?.since ?? clock.now() })
      return Promise.resolve()
    },
    release: (key) => {
      keys.delete(key)
      return Promise.resolve()
    },
  }
}
