import {
  type ApiError,
  type Live,
  type LiveStreamOptions,
  offsetTo,
  request,
  useLiveStream,
  useRead,
} from '@millrace/ui'
import { useMemo, useState } from 'react'
import type { OfficeView } from '../../view.ts'
import { officeFolds } from './office-folds.ts'

/** The sale speaks every second. */
const SILENT_AFTER_MS = 10_000

export interface Office {
  readonly view: OfficeView | undefined
  readonly error: ApiError | undefined
  readonly live: Live
  readonly offset: number
  readonly again: () => void
}

/** The sale as the back office sees it, live. When the stream is lost the same is asked plainly, to learn why. */
export function useOffice(): Office {
  const [view, setView] = useState<OfficeView | undefined>()
  const [offset, setOffset] = useState(0)
  const options = useMemo(() => streamOptions(setView, setOffset), [])
  const live = useLiveStream('/office/live', options)
  const isLost = live.status === 'stale'
  const asked = useRead('/office/view', isLost ? live.version + 1 : 0, async (path, signal) =>
    isLost ? request<OfficeView>(path, { signal }) : undefined,
  )
  const again = () => {
    live.retry()
    asked.again()
  }
  return { view: view ?? asked.data, error: asked.error, live, offset, again }
}

function streamOptions(
  hear: (change: (before: OfficeView | undefined) => OfficeView | undefined) => void,
  setOffset: (ms: number) => void,
): LiveStreamOptions {
  const onChange = (name: string, text: string) => {
    const data = JSON.parse(text) as OfficeView
    setOffset(offsetTo(data.sale.now))
    hear((before) => officeFolds[name]?.(before, data as never) ?? before)
  }
  const onSign = (_: string, text: string) => {
    const { now } = JSON.parse(text) as { readonly now: string }
    setOffset(offsetTo(now))
  }
  return { changes: ['office', 'second'], signs: ['beat'], silentAfterMs: SILENT_AFTER_MS, onChange, onSign }
}
