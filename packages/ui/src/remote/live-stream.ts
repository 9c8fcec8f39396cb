/** How a page stands to the truth. */
export interface LiveState {
  readonly status: 'connecting' | 'live' | 'stale'
  /** ms since epoch by the browser's clock: until when what is shown was right. */
  readonly upToDateAt: number | undefined
  /** Grows whenever anything may look different; what was read under a smaller number is read again. */
  readonly version: number
}

export interface LiveStreamOptions {
  /** Names of the events that say that something changed. */
  readonly changes: readonly string[]
  /** Names of the events that only say that the service is there. */
  readonly signs: readonly string[]
  /** Longer silence than this counts as a lost connection. */
  readonly silentAfterMs: number
  /** Hears the data of each change. */
  readonly onChange?: (name: string, data: string) => void
  /** Hears the data of each sign of life. */
  readonly onSign?: (name: string, data: string) => void
  /** Makes the connections; another one in tests. */
  readonly open?: (url: string) => Source
}

export type Source = Pick<EventSource, 'addEventListener' | 'close'>

const FIRST_WAIT_MS = 250
const MOST_WAIT_MS = 5000

/**
 * A page's stream of server-sent events. Opens again whenever it is lost, also where the browser's own would give up;
 * as something may have been missed, everything is then read again. Silence counts as loss.
 */
export class LiveStream {
  readonly #url: string
  readonly #options: LiveStreamOptions
  readonly #listeners = new Set<() => void>()
  #state: LiveState = { status: 'connecting', upToDateAt: undefined, version: 0 }
  #source: Source | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0

  constructor(url: string, options: LiveStreamOptions) {
    this.#url = url
    this.#options = options
  }

  get state(): LiveState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Connects now, whatever the wait was; does nothing while connected. */
  open(): void {
    clearTimeout(this.#retry)
    if (this.#source !== undefined) return
    const { open = (url) => new EventSource(url), changes, signs } = this.#options
    const source = open(this.#url)
    this.#source = source
    this.#watchSilence()
    source.addEventListener('open', () => this.#heard(source, { version: this.#state.version + 1 }))
    source.addEventListener('error', () => this.#lost(source))
    for (const name of signs) this.#listen(source, name, (data) => this.#options.onSign?.(name, data), 0)
    for (const name of changes) this.#listen(source, name, (data) => this.#options.onChange?.(name, data), 1)
  }

  #listen(source: Source, name: string, tell: (data: string) => void, versions: 0 | 1): void {
    source.addEventListener(name, (event) => {
      if (this.#source !== source) return
      tell(String((event as MessageEvent).data))
      this.#heard(source, { version: this.#state.version + versions })
    })
  }

  close(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    const source = this.#source
    this.#source = undefined
    source?.close()
  }

  #heard(source: Source, change: Partial<LiveState>): void {
    if (this.#source !== source) return
    this.#failures = 0
    this.#watchSilence()
    this.#set({ status: 'live', upToDateAt: Date.now(), ...change })
  }

  #watchSilence(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lost(this.#source), this.#options.silentAfterMs)
  }

  #lost(source: Source | undefined): void {
    if (source === undefined || this.#source !== source) return
    this.#source = undefined
    clearTimeout(this.#silence)
    source.close()
    this.#set({ status: 'stale' })
    const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++)
    this.#retry = setTimeout(() => this.open(), wait * (0.8 + 0.4 * Math.random()))
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
