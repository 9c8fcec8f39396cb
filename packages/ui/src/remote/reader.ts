import { type ApiError, asApiError } from './request.ts'

/** What has been read so far; `data` stays while it is read again, also when that fails. */
export interface Known<T> {
  readonly key: string
  readonly data?: T
  readonly error?: ApiError
}

export type Read<T> = (key: string, signal: AbortSignal) => Promise<T>

/** Changes that come faster than this are read together. */
const TOGETHER_MS = 100
/** What failed is tried again by itself. */
const RETRY_MS = 3000

/** Reads the same thing at most once at a time and once in `TOGETHER_MS`, and always once more after the last change. */
export class Reader<T> {
  readonly #tell: (known: Known<T>) => void
  #known: Known<T> = { key: '' }
  #wanted = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: AbortController | undefined
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(tell: (known: Known<T>) => void) {
    this.#tell = tell
  }

  /** Does nothing when this version of this key has been asked for. */
  want(key: string, version: string, read: Read<T>): void {
    const wanted = `${key} ${version}`
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    if (key !== this.#known.key) {
      this.#running?.abort()
      this.#running = undefined
      this.#lastAt = Number.NEGATIVE_INFINITY
      this.#known = { key }
    }
    // What is under way is let finish, or a slow answer would never be seen while much changes.
    if (this.#running === undefined) this.#soon(read)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#running?.abort()
    this.#running = undefined
    this.#wanted = ''
  }

  #soon(read: Read<T>): void {
    clearTimeout(this.#timer)
    const wait = Math.max(0, this.#lastAt + TOGETHER_MS - performance.now())
    this.#timer = setTimeout(() => void this.#now(read), wait)
  }

  async #now(read: Read<T>): Promise<void> {
    const [asked, abort] = [this.#wanted, new AbortController()]
    const { key } = this.#known
    this.#lastAt = performance.now()
    this.#running = abort
    const known = await read(key, abort.signal).then(
      (data): Known<T> => ({ key, data }),
      (thrown: unknown): Known<T> => ({ ...this.#known, key, error: asApiError(thrown) }),
    )
    if (abort.signal.aborted) return
    this.#running = undefined
    this.#known = known
    this.#tell(known)
    if (this.#wanted !== asked) this.#soon(read)
    else if (known.error !== undefined) this.#timer = setTimeout(() => void this.#now(read), RETRY_MS)
  }
}
