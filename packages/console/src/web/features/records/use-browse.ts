import { useEffect, useState } from 'react'
import type { RecordView } from '../../../contract/records.ts'
import { type BrowseWanted, useRecordPages } from '../../api/records.ts'

const pageSize = 50

export interface Browsing {
  records: readonly RecordView[]
  scanned: number
  remaining: number
  /** `searching` goes on by itself; `more` waits for a click; `end` has looked at everything. */
  state: 'searching' | 'more' | 'end' | 'stopped'
  error: Error | null
  /** Nothing has been answered yet. */
  isFirst: boolean
  more: () => void
  stop: () => void
  again: () => void
}

/**
 * Looks for records page by page. One request looks at so many records at most; while it finds too few for a page the
 * next one follows by itself, until the page is full, everything was looked at, or the reader stops it.
 */
export function useBrowse(topic: string, wanted: BrowseWanted, enabled: boolean): Browsing {
  const pages = useRecordPages(topic, wanted, enabled)
  const { data, hasNextPage, isFetching, fetchNextPage, error } = pages
  const [goal, setGoal] = useState(pageSize)
  const [stopped, setStopped] = useState(false)
  const key = JSON.stringify([topic, wanted])
  const [searchedFor, setSearchedFor] = useState(key)
  if (searchedFor !== key) {
    setSearchedFor(key)
    setGoal(pageSize)
    setStopped(false)
  }
  const records = data?.pages.flatMap((page) => page.records) ?? []
  const isShort = records.length < goal
  const goesOn = enabled && hasNextPage && isShort && !stopped && error === null
  const pagesSeen = data?.pages.length ?? 0
  useEffect(() => {
    if (goesOn && !isFetching && pagesSeen > 0) void fetchNextPage()
    // An answer may come so fast that the page never saw itself fetching: each one that came is a reason to look again.
  }, [goesOn, isFetching, pagesSeen, fetchNextPage])
  return {
    records,
    scanned: data?.pages.reduce((sum, page) => sum + page.scanned, 0) ?? 0,
    remaining: data?.pages.at(-1)?.remaining ?? 0,
    state: isFetching || goesOn ? 'searching' : !hasNextPage ? 'end' : stopped ? 'stopped' : 'more',
    error,
    isFirst: data === undefined && error === null,
    more: () => {
      setStopped(false)
      setGoal(records.length + pageSize)
    },
    stop: () => setStopped(true),
    again: () => {
      setStopped(false)
      setGoal(pageSize)
      void pages.refetch()
    },
  }
}
