import type { Problem } from '../../contract/overview.ts'
import type { RecordView } from '../../contract/records.ts'
import { heartbeatMs } from '../../contract/heartbeat.ts'

/** A topic whose new records are wanted. */
export interface TailWanted {
  topic: string
  partitions?: string | undefined
  filter?: string | undefined
}

interface TailRecords {
  cursor: string
  records: RecordView[]
  skipped: number
  scanned: number
}

export interface StreamHandlers {
  onView: (name: string, data: unknown) => void
  onViewFailed: (name: string, problem: Problem) => void
  onRecords: (event: TailRecords) => void
  onTailFailed: (problem: Problem) => void
  /** The server spoke; `now` is its clock, when it told. */
  onSign: (now?: number) => void
  /** The connection is lost, or silent for three heartbeats; the browser tries again by itself. */
  onLost: () => void
}

type Source = Pick<EventSource, 'addEventListener' | 'close'>
const silentAfterMs = 3 * heartbeatMs

/**
 * The page's one stream of server-sent events, without React. What is wanted changes as pages come and go; the stream is
 * then opened anew, going on from the last cursor of a tail that stays.
 */
export class EventStream {
  readonly #handlers: StreamHandlers
  readonly #open: (url: string) => Source
  readonly #watched = new Map<string, number>()
  #held = 0
  #tail: TailWanted | undefined
  #cursor: string | undefined
  #source: Source | undefined
  #url = ''
  #paused = false
  #scheduled = false
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(handlers: StreamHandlers, open: (url: string) => Source = (url) => new EventSource(url)) {
    this.#handlers = handlers
    this.#open = open
  }

  /** Keeps the stream open though nothing is watched, so that the page knows whether the server is there. */
  hold(): () => void {
    this.#held += 1
    this.#schedule()
    return () => {
      this.#held -= 1
      this.#schedule()
    }
  }

  watch(name: string): () => void {
    this.#watched.set(name, (this.#watched.get(name) ?? 0) + 1)
    this.#schedule()
    return () => {
      const left = (this.#watched.get(name) ?? 1) - 1
      if (left === 0) this.#watched.delete(name)
      else this.#watched.set(name, left)
      this.#schedule()
    }
  }

  tail(wanted: TailWanted): () => void {
    this.#tail = wanted
    this.#cursor = undefined
    this.#schedule()
    return () => {
      if (this.#tail !== wanted) return
      this.#tail = undefined
      this.#schedule()
    }
  }

  /** Paused, nothing arrives; afterwards a tail goes on where it was. */
  pause(paused: boolean): void {
    if (this.#paused === paused) return
    this.#paused = paused
    this.#schedule()
  }

  close(): void {
    this.#source?.close()
    this.#source = undefined
    clearTimeout(this.#silence)
  }

  /** A page that goes and one that comes change what is wanted in one turn: one new connection, not two. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#reopen()
    })
  }

  #reopen(): void {
    const url = this.#paused ? '' : this.#wantedUrl()
    if (url === this.#url) return
    this.close()
    this.#url = url
    if (url === '') return
    this.#source = this.#listen(
      this.#open(this.#cursor === undefined ? url : `${url}&after=${encodeURIComponent(this.#cursor)}`),
    )
    this.#heard()
  }

  #wantedUrl(): string {
    if (this.#held === 0 && this.#watched.size === 0 && this.#tail === undefined) return ''
    const query = new URLSearchParams([...this.#watched.keys()].sort().map((name) => ['watch', name]))
    if (this.#tail !== undefined) {
      query.set('tail', this.#tail.topic)
      if (this.#tail.partitions) query.set('partitions', this.#tail.partitions)
      if (this.#tail.filter) query.set('filter', this.#tail.filter)
    }
    return `/api/live?${query}`
  }

  #listen(source: Source): Source {
    const on = <T>(name: string, handle: (data: T) => void) =>
      source.addEventListener(name, (event) => {
        if (source !== this.#source) return
        this.#heard()
        handle(JSON.parse((event as MessageEvent<string>).data) as T)
      })
    on<{ now: number }>('beat', ({ now }) => this.#handlers.onSign(now))
    on<{ name: string; data: unknown }>('view', ({ name, data }) => this.#handlers.onView(name, data))
    on<{ name: string; problem: Problem }>('view-failed', ({ name, problem }) =>
      this.#handlers.onViewFailed(name, problem),
    )
    on<{ problem: Problem }>('tail-failed', ({ problem }) => this.#handlers.onTailFailed(problem))
    on<TailRecords>('records', (event) => {
      this.#cursor = event.cursor
      this.#handlers.onRecords(event)
    })
    source.addEventListener('error', () => {
      if (source === this.#source) this.#handlers.onLost()
    })
    return source
  }

  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#handlers.onLost(), silentAfterMs)
    if (this.#source !== undefined) this.#handlers.onSign()
  }
}
