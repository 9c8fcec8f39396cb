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
/** What failed is tried again by itself. */
const RETRY_MS = 3000

interface Known<T> {
  readonly key: string
  readonly data?: T
  readonly error?: ApiError
}

/**
 * Reads, and reads again whenever the dashboard says that something changed. `key` names what is read: another key
 * forgets the data of the one before.
 */
export function useRead<T>(key: string, read: Read<T>): ReadState<T> {
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
  #running: AbortController | undefined
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(tell: (change: (before: Known<T>) => Known<T>) => void) {
    this.#tell = tell
  }

  /** Does nothing when this version of this key has been asked for. */
  read(key: string, version: string, how: Read<T>): void {
    const wanted = `${key} ${version}`
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    if (key !== this.#key) {
      this.#running?.abort()
      this.#running = undefined
      this.#lastAt = Number.NEGATIVE_INFINITY
    }
    this.#key = key
    // What is under way is let finish, or a slow answer would never be seen while much changes.
    if (this.#running === undefined) this.#soon(key, how)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#running = undefined
    this.#wanted = ''
  }

  #soon(key: string, how: Read<T>): void {
    clearTimeout(this.#timer)
    const wait = Math.max(0, this.#lastAt + TOGETHER_MS - performance.now())
    this.#timer = setTimeout(() => void this.#now(key, how), wait)
  }

  async #now(key: string, how: Read<T>): Promise<void> {
    const [asked, abort] = [this.#wanted, new AbortController()]
    this.#lastAt = performance.now()
    this.#running = abort
    const change = await outcome(key, how, abort.signal)
    if (abort.signal.aborted) return
    this.#running = undefined
    this.#tell(change.tell)
    if (this.#wanted !== asked) this.#soon(key, how)
    else if (change.hasFailed) this.#timer = setTimeout(() => void this.#now(key, how), RETRY_MS)
  }
}

type Read<T> = (key: string, signal: AbortSignal) => Promise<T>

interface Outcome<T> {
  readonly hasFailed: boolean
  readonly tell: (before: Known<T>) => Known<T>
}

async function outcome<T>(key: string, how: Read<T>, signal: AbortSignal): Promise<Outcome<T>> {
  try {
    const data = await how(key, signal)
    return { hasFailed: false, tell: () => ({ key, data }) }
  } catch (thrown) {
    const error = asApiError(thrown)
    return { hasFailed: true, tell: (before) => (before.key === key ? { ...before, error } : { key, error }) }
  }
}
