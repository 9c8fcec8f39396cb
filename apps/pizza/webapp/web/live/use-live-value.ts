import { type ApiError, type Live, type LiveStreamOptions, request, useLiveStream, useRead } from '@millrace/ui'
import { useMemo, useState } from 'react'

/** How each event of a stream changes what is known: by the event's name. */
export type Folds<T> = Readonly<Record<string, (known: T | undefined, data: never) => T>>

/** A page that hears nothing for this long is stale; the shop speaks every 15 s. */
const SILENT_AFTER_MS = 35_000

/** Something that the page follows. Without `data` it is not known yet, or `error` says why it cannot be. */
export interface LiveValue<T> {
  readonly data: T | undefined
  readonly error: ApiError | undefined
  readonly again: () => void
  readonly live: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset: number
}

interface Heard<T> {
  readonly path: string
  readonly data?: T
}

/**
 * Follows the stream at `<path>/live`, whose first event is the present state. Streams do not say why they fail, so that the
 * same is then asked for plainly, whose answer does.
 *
 * @param folds the same object at every rendering
 */
export function useLiveValue<T>(path: string, folds: Folds<T>, plain: (answer: never) => T): LiveValue<T> {
  const [heard, setHeard] = useState<Heard<T>>({ path })
  const [offset, setOffset] = useState(0)
  const options = useMemo(() => streamOptions(path, folds, setHeard, setOffset), [path, folds])
  const live = useLiveStream(`${path}/live`, options)
  const isLost = live.status === 'stale'
  const asked = useRead<T | undefined>(isLost ? path : '', 0, async (key, signal) =>
    key === '' ? undefined : plain(await request<never>(path, { signal })),
  )
  const known = heard.path === path ? heard.data : undefined
  const again = () => {
    live.retry()
    asked.again()
  }
  return { data: (isLost ? asked.data : undefined) ?? known, error: asked.error, again, live, offset }
}

function streamOptions<T>(
  path: string,
  folds: Folds<T>,
  hear: (change: (before: Heard<T>) => Heard<T>) => void,
  setOffset: (ms: number) => void,
): LiveStreamOptions {
  const onChange = (name: string, text: string) =>
    hear((before) => {
      const known = before.path === path ? before.data : undefined
      const data = folds[name]?.(known, JSON.parse(text) as never) ?? known
      return data === undefined ? { path } : { path, data }
    })
  const onSign = (_: string, text: string) => {
    const { now } = JSON.parse(text) as { now?: string }
    if (now !== undefined) setOffset(Date.parse(now) - Date.now())
  }
  return { changes: Object.keys(folds), signs: ['beat'], silentAfterMs: SILENT_AFTER_MS, onChange, onSign }
}

interface Listed<T> {
  readonly items: readonly T[]
}

/** A stream that gives the newest of a list once, then each that is new or has changed; a new one comes first. */
export function listed<T>(all: string, one: string, idOf: (item: T) => string, most = 200): Folds<readonly T[]> {
  return {
    [all]: (_, { items }: Listed<T>) => items,
    [one]: (known = [], item: T) => {
      const place = known.findIndex((other) => idOf(other) === idOf(item))
      return place === -1 ? [item, ...known].slice(0, most) : known.with(place, item)
    },
  }
}

export const itemsOf = <T>({ items }: Listed<T>): readonly T[] => items
