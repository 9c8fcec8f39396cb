import type { Projection } from './projection.ts'

/** The value as it is now, and each that it has had. Values are kept as JSON text. */
export const variable: Projection<'VARIABLE'> = ({ event: { key, value: given, timestamp }, position, tables }) => {
  const { processInstanceKey, scopeKey, name } = given
  const value = JSON.stringify(given.value)
  tables.run(
    `INSERT INTO variables VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, changed = excluded.changed`,
    key,
    processInstanceKey,
    scopeKey,
    name,
    value,
    timestamp,
  )
  const insert = 'INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)'
  tables.run(insert, position, key, processInstanceKey, scopeKey, name, value, timestamp)
}
