import { useMemo, useState } from 'react'
import { offsetTo } from '../time/now.ts'
import type { Folds } from './folds.ts'
import type { LiveStreamOptions } from './live-stream.ts'
import { type ApiError, request } from './request.ts'
import { type Live, useLiveStream } from './use-live-stream.ts'
import { useRead } from './use-read.ts'

/** A page that hears nothing for this long is stale; services speak every 15 s. */
export const SILENT_AFTER_MS = 35_000

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
 * Follows the stream at `<path>/live`, whose first event is the present state. Streams do not say why they fail, so that
 * the same is then asked for at `plain`, whose answer does.
 *
 * @param folds the same object at every rendering
 */
export function useLiveValue<T>(
  path: string,
  folds: Folds<T>,
  plain: (signal: AbortSignal) => Promise<T> = (signal) => request<T>(path, { signal }),
): LiveValue<T> {
  const [heard, setHeard] = useState<Heard<T>>({ path })
  const [offset, setOffset] = useState(0)
  const options = useMemo(() => streamOptions(path, folds, setHeard, setOffset), [path, folds])
  const live = useLiveStream(`${path}/live`, options)
  const isLost = live.status === 'stale'
  const asked = useRead<T | undefined>(isLost ? path : '', 0, async (key, signal) =>
    key === '' ? undefined : plain(signal),
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
    if (now !== undefined) setOffset(offsetTo(now))
  }
  return { changes: Object.keys(folds), signs: ['beat'], silentAfterMs: SILENT_AFTER_MS, onChange, onSign }
}

/** Asks for a list plainly. */
export const itemsAt =
  <T>(path: string) =>
  async (signal: AbortSignal): Promise<readonly T[]> =>
    (await request<{ readonly items: readonly T[] }>(path, { signal })).items
