import { ALIVE_EVERY_MS, type LogState, type ServerMessage } from '../../messages.ts'

type Changed = Extract<ServerMessage, { type: 'changed' }>

/** How the page stands to the truth. */
export interface LiveState {
  readonly status: 'connecting' | 'live' | 'stale'
  /** ms since epoch: until when what is shown was right. */
  readonly upToDateAt: number | undefined
  /** Why it is stale, in words. */
  readonly reason: string | undefined
  /** Grows whenever anything may look different; what was read under a smaller number is read again. */
  readonly version: number
  /** Rows that changed a moment ago, by id. */
  readonly changed: ReadonlyMap<string, RecentChange>
}

interface RecentChange {
  readonly version: number
  /** ms since epoch */
  readonly at: number
}

/** How long a row counts as just changed. */
const RECENT_MS = 2000

const SILENCE_MS = ALIVE_EVERY_MS * 2.5
const FIRST_WAIT_MS = 250
const MOST_WAIT_MS = 5000

/** Makes the sockets; another one in tests. */
export type OpenSocket = (url: string) => WebSocket

/**
 * The page's connection to the dashboard. Opens again whenever it is lost and asks for what it missed, so that no change
 * is; when the server cannot say, everything is read again. Silence counts as loss.
 */
export class LiveConnection {
  readonly #url: string
  readonly #openSocket: OpenSocket
  readonly #listeners = new Set<() => void>()
  #state: LiveState = { status: 'connecting', upToDateAt: undefined, reason: undefined, version: 0, changed: new Map() }
  #socket: WebSocket | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #heard: { readonly epoch: string; readonly seq: number } | undefined

  constructor(url: string, openSocket: OpenSocket = (target) => new WebSocket(target)) {
    this.#url = url
    this.#openSocket = openSocket
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
    if (this.#socket !== undefined) return
    const heard = this.#heard
    const resume = heard === undefined ? '' : `?epoch=${encodeURIComponent(heard.epoch)}&after=${heard.seq}`
    const socket = this.#openSocket(this.#url + resume)
    this.#socket = socket
    this.#watchSilence()
    socket.addEventListener('message', ({ data }: MessageEvent) => {
      if (this.#socket !== socket) return
      this.#watchSilence()
      this.#hear(JSON.parse(String(data)) as ServerMessage)
    })
    socket.addEventListener('close', () => this.#lost(socket))
  }

  close(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  #hear(message: ServerMessage): void {
    switch (message.type) {
      case 'hello':
        this.#failures = 0
        this.#heard = { epoch: message.epoch, seq: message.resumed ? (this.#heard?.seq ?? message.seq) : message.seq }
        this.#set({ ...following(message.log), ...(!message.resumed && this.#everything()) })
        break
      case 'changed':
        this.#changed(message)
        break
      case 'alive':
        this.#set(following(message.log))
        if (message.seq !== this.#heard?.seq) this.#readAgain(message.seq)
        break
    }
  }

  #changed(message: Changed): void {
    const { seq, customers, products, purchases, all } = message
    const before = this.#heard?.seq ?? 0
    // The first after coming back is everything that was missed, and may span many.
    const isNext = seq === before + 1 || this.#isResuming
    this.#isResuming = false
    if (!isNext || all === true) {
      this.#readAgain(seq)
      return
    }
    this.#heardUpTo(seq)
    const now = Date.now()
    const version = this.#state.version + 1
    const recent = [...this.#state.changed].filter(([, { at }]) => at > now - RECENT_MS)
    const named = [...customers, ...products, ...purchases].map((id) => [id, { version, at: now }] as const)
    this.#set({ version, changed: new Map([...recent, ...named]), upToDateAt: now })
  }

  #isResuming = false

  #readAgain(seq: number): void {
    this.#heardUpTo(seq)
    this.#set(this.#everything())
  }

  #heardUpTo(seq: number): void {
    if (this.#heard !== undefined) this.#heard = { ...this.#heard, seq }
  }

  #everything(): Pick<LiveState, 'version' | 'changed'> {
    return { version: this.#state.version + 1, changed: new Map() }
  }

  #watchSilence(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lost(this.#socket), SILENCE_MS)
  }

  #lost(socket: WebSocket | undefined): void {
    if (socket === undefined || this.#socket !== socket) return
    this.#socket = undefined
    clearTimeout(this.#silence)
    socket.close()
    this.#isResuming = this.#heard !== undefined
    this.#set({ status: 'stale', reason: 'The connection to the dashboard is lost.' })
    const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++)
    this.#retry = setTimeout(() => this.open(), wait * (0.8 + 0.4 * Math.random()))
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

function following(log: LogState): Partial<LiveState> {
  if (log.following) return { status: 'live', reason: undefined, upToDateAt: Date.now() }
  return {
    status: 'stale',
    reason: `The dashboard does not follow the log: ${log.reason ?? 'it says not why'}.`,
    upToDateAt: log.upToDateAt,
  }
}
