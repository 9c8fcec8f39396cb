import type { IdempotencyStore, StoredAnswer } from '@millrace/client/http'
import type { DomainClock } from '@millrace/kernel'
import type { Database } from '../database/client.ts'

const TABLE = 'idempotency-keys'
/** A request that has taken this long was cut off by a crash. To begin it again does no harm: it makes the same order. */
const ABANDONED_MS = 5000

/** Idempotency-Keys in the database: a restarted shop still knows them. */
export function databaseKeys(database: Database, clock: DomainClock): IdempotencyStore {
  const claim = (fingerprint: string) => ({ fingerprint, since: clock.now(), answer: null })
  return {
    begin: async (key, fingerprint) => {
      const query = { key }
      const record = claim(fingerprint)
      if (await database.transact([{ operation: 'UPSERT', table: TABLE, query, record, created: true }]))
        return undefined
      const known = await database.findOne(TABLE, query)
      const answer = (known?.['answer'] ?? undefined) as StoredAnswer | undefined
      if (known !== undefined && answer === undefined && clock.now() - Number(known['since']) > ABANDONED_MS) {
        const mine = { key, _rev: known._rev }
        const taken = [{ operation: 'UPDATEONE', table: TABLE, query: mine, record, expect: 1 } as const]
        if (await database.transact(taken)) return undefined
      }
      return { fingerprint: String(known?.['fingerprint'] ?? fingerprint), ...(answer !== undefined && { answer }) }
    },
    finish: async (key, _fingerprint, { status, headers, body }) => {
      const record = { answer: { status, headers: { ...headers }, body } }
      await database.run({ operation: 'UPDATEONE', table: TABLE, query: { key }, record })
    },
    release: async (key) => {
      await database.run({ operation: 'DELETEONE', table: TABLE, query: { key } })
    },
  }
}
