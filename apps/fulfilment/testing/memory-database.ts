import { Refusal } from '@millrace/kernel'
import type { Database } from '../database/client.ts'
import { RecordsStore } from '../database/records-store.ts'

/** The JSON store in this process. */
export function memoryDatabase(): Database {
  const store = new RecordsStore(undefined)
  return {
    run: (operation) => Promise.resolve(store.run(operation)),
    findOne: (table, query) => Promise.resolve(store.run({ operation: 'FINDONE', table, query }).record),
    findMany: (table, query = {}) => Promise.resolve(store.run({ operation: 'FINDMANY', table, query }).records ?? []),
    transact: async (operations) => {
      await Promise.resolve()
      try {
        store.transact({ operations })
        return true
      } catch (error) {
        if (error instanceof Refusal) return false
        throw error
      }
    },
  }
}
