import type { AuditEntry } from '../contract/overview.ts'

/** Where everything that is changed through the console is written down. Must not throw. */
export interface AuditLog {
  record: (entry: AuditEntry) => void
  /** The newest first. */
  recent: (limit: number) => readonly AuditEntry[]
}

/** Keeps the last `capacity` entries in memory; they end with the process. */
export function memoryAuditLog(capacity = 1000): AuditLog {
  const entries: AuditEntry[] = []
  return {
    record: (entry) => {
      entries.push(entry)
      if (entries.length > capacity) entries.shift()
    },
    recent: (limit) => entries.slice(-limit).reverse(),
  }
}
