import { Refusal } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import { SqliteStore } from '../database/sqlite-store.ts'

/** The JSON store in this process. */
export function memoryDatabase(): Database {
  const store = new SqliteStore(undefined)
  return {
    run: (operation) => store.run(operation),
    findOne: async (table, query) => (await store.run({ operation: 'FINDONE', table, query })).record,
    findMany: async (table, query = {}) => (await store.run({ operation: 'FINDMANY', table, query })).records ?? [],
    newest: async (table, limit) =>
      (await store.run({ operation: 'FINDMANY', table, query: {}, newest: true, limit })).records ?? [],
    transact: async (operations) => {
      try {
        await store.transact({ operations })
        return true
      } catch (error) {
        if (error instanceof Refusal) return false
        throw error
      }
    },
  }
}
