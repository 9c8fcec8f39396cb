import {
  type ApiError,
  type Live,
  type LiveStreamOptions,
  SILENT_AFTER_MS,
  asApiError,
  offsetTo,
  request,
  useLiveStream,
} from '@millrace/ui'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { HeardEvent, SaleView, VisitView } from '../../view.ts'
import { askAgainMs } from './ask-again.ts'
import { type Known, folds } from './sale-folds.ts'

/** The sale and one's own part of it, as it goes on. */
export interface Visit {
  readonly view: SaleView | undefined
  readonly visit: VisitView | undefined
  readonly event: HeardEvent | undefined
  readonly error: string | undefined
  readonly live: Live
  /** ms to add to the browser's clock for the platform's. */
  readonly offset: number
  /** Asks now. */
  readonly again: () => void
  /** What an action answered is shown at once. */
  readonly take: (visit: VisitView) => void
}

type Answer = { readonly view: SaleView; readonly visit: VisitView }

/**
 * Follows `/live`, which begins with the present state. Asks `/visit` besides: while the stream is lost, as often as the
 * queue says; and when the shared frame shows that it may be one's turn.
 */
export function useVisit(): Visit {
  const [known, setKnown] = useState<Known>({})
  const [offset, setOffset] = useState(0)
  const [failure, setFailure] = useState<ApiError | undefined>()
  const options = useMemo(() => streamOptions(setKnown, setOffset), [])
  const live = useLiveStream('/live', options)
  const ask = useCallback(async (signal?: AbortSignal) => {
    try {
      const answer = await request<Answer>('/visit', signal === undefined ? {} : { signal })
      setKnown((before) => ({ ...before, ...answer }))
      setOffset(offsetTo(answer.view.sale.now))
      setFailure(undefined)
    } catch (thrown) {
      if (signal?.aborted !== true) setFailure(asApiError(thrown))
    }
  }, [])
  useRepeatedly(ask, askAgainMs(known, live.status === 'stale'))
  const again = () => {
    live.retry()
    void ask()
  }
  const take = (visit: VisitView) => setKnown((before) => ({ ...before, visit }))
  const { view, visit, event } = known
  return { view, visit, event, error: failure?.message, live, offset, again, take }
}

/** Somewhere in the second half of each `waitMs`, so that thousands of pages do not ask together. */
function useRepeatedly(ask: (signal: AbortSignal) => Promise<void>, waitMs: number): void {
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const next = () => {
      const round = async () => {
        await ask(stop.signal)
        if (!stop.signal.aborted) next()
      }
      timer = setTimeout(() => void round(), waitMs * (0.5 + Math.random() / 2))
    }
    next()
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [ask, waitMs])
}

function streamOptions(
  hear: (change: (before: Known) => Known) => void,
  setOffset: (ms: number) => void,
): LiveStreamOptions {
  const clock = (now: string | undefined): void => {
    if (now !== undefined) setOffset(offsetTo(now))
  }
  const onChange = (name: string, text: string) => {
    const data = JSON.parse(text) as unknown
    if (name === 'sale') clock((data as SaleView).sale.now)
    hear((before) => folds[name]?.(before, data as never) ?? before)
  }
  const onSign = (_: string, text: string) => clock((JSON.parse(text) as { now?: string }).now)
  return { changes: Object.keys(folds), signs: ['beat'], silentAfterMs: SILENT_AFTER_MS, onChange, onSign }
}
