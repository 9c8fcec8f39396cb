import { useEffect, useMemo, useState } from 'react'
import { useLive } from '../live/use-live.ts'
import { type ApiError, asApiError } from './api.ts'

/** What has been read so far. `data` stays while it is read again, also when that fails. */
export interface ReadState<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  readonly again: () => void
}

/** Changes that come faster than this are read together. */
const TOGETHER_MS = 100

interface Known<T> {
  readonly key: string
  readonly data?: T
  readonly error?: ApiError
}

/**
 * Reads, and reads again whenever the dashboard says that something changed. `key` names what is read: another key
 * forgets the data of the one before.
 */
export function useRead<T>(key: string, read: (key: string, signal: AbortSignal) => Promise<T>): ReadState<T> {
  const { version } = useLive()
  const [tries, setTries] = useState(0)
  const [known, setKnown] = useState<Known<T>>({ key })
  const reader = useMemo(() => new Reader<T>(setKnown), [])
  useEffect(() => () => reader.stop(), [reader])
  useEffect(() => reader.read(key, `${version} ${tries}`, read))
  const current: Known<T> = known.key === key ? known : { key }
  return { data: current.data, error: current.error, again: () => setTries((count) => count + 1) }
}

/** Reads the same thing at most once at a time and once in `TOGETHER_MS`, and always once more after the last change. */
class Reader<T> {
  readonly #tell: (change: (before: Known<T>) => Known<T>) => void
  #key = ''
  #wanted = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #abort: AbortController | undefined
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(tell: (change: (before: Known<T>) => Known<T>) => void) {
    this.#tell = tell
  }

  /** Does nothing when this version of this key has been asked for. */
  read(key: string, version: string, how: (key: string, signal: AbortSignal) => Promise<T>): void {
    const wanted = `${key} ${version}`
    if (wanted === this.#wanted) return
    const isOther = key !== this.#key
    this.#key = key
    this.#wanted = wanted
    clearTimeout(this.#timer)
    const wait = isOther ? 0 : Math.max(0, this.#lastAt + TOGETHER_MS - performance.now())
    this.#timer = setTimeout(() => void this.#now(key, how), wait)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#abort?.abort()
    this.#wanted = ''
  }

  async #now(key: string, how: (key: string, signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#lastAt = performance.now()
    this.#abort?.abort()
    const abort = new AbortController()
    this.#abort = abort
    try {
      const data = await how(key, abort.signal)
      if (!abort.signal.aborted) this.#tell(() => ({ key, data }))
    } catch (thrown) {
      const error = asApiError(thrown)
      if (!abort.signal.aborted) this.#tell((before) => (before.key === key ? { ...before, error } : { key, error }))
    }
  }
}
