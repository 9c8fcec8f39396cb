import { Fault } from '@millrace/kernel'
import type { LogPartition } from '@millrace/log'
import { storedRecords } from '../topics/stored-records.ts'

/** A key and its value; null takes the key away. */
export interface JournalEntry {
  readonly key: string
  readonly value: object | null
}

/** A value is `{"version":1, …}`. */
export function recordOf({ key, value }: JournalEntry): { readonly key: string; readonly value: string | null } {
  return { key, value: value === null ? null : JSON.stringify({ version: 1, ...value }) }
}

/**
 * The last value of every key. What is no value of ours is passed over (anybody may write to a topic), what is of a
 * later version is not.
 *
 * @throws Fault STATE_FORMAT that names `place`
 */
export async function entriesOf(partition: LogPartition, place: string): Promise<Map<string, object>> {
  const entries = new Map<string, object>()
  for await (const { key, value } of storedRecords(partition)) {
    const known = key?.toString() ?? ''
    const entry = value === null ? undefined : valueOf(place, known, value)
    if (entry === undefined) entries.delete(known)
    else entries.set(known, entry)
  }
  return entries
}

function valueOf(place: string, key: string, bytes: Buffer): object | undefined {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > 1) {
    throw new Fault('STATE_FORMAT', `${place} holds version ${version} of ${key}: start a later Millrace`)
  }
  return version === 1 ? (value as object) : undefined
}
