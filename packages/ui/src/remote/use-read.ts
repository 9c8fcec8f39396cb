import { useEffect, useMemo, useState } from 'react'
import { type Known, type Read, Reader } from './reader.ts'
import type { ApiError } from './request.ts'

/** What has been read so far. `data` stays while it is read again, also when that fails. */
export interface ReadState<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  readonly again: () => void
}

/**
 * Reads, and reads again whenever `version` changes (the version of a live stream: something changed). `key` names what
 * is read; another key forgets the data of the one before.
 */
export function useRead<T>(key: string, version: number, read: Read<T>): ReadState<T> {
  const [tries, setTries] = useState(0)
  const [known, setKnown] = useState<Known<T>>({ key })
  const reader = useMemo(() => new Reader<T>(setKnown), [])
  useEffect(() => () => reader.stop(), [reader])
  useEffect(() => reader.want(key, `${version} ${tries}`, read))
  const current: Known<T> = known.key === key ? known : { key }
  return { data: current.data, error: current.error, again: () => setTries((count) => count + 1) }
}
