import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { Produce, Produced, RecordPage, RecordView } from '../../contract/records.ts'
import { get, request } from './request.ts'
import { useRefresh } from './views.ts'

const pathOf = (topic: string) => `/api/topics/${encodeURIComponent(topic)}/records`

/** What is looked for, as the API takes it: all text, absent when not asked for. */
export type BrowseWanted = Partial<Record<'partitions' | 'order' | 'from' | 'until' | 'filter', string>>

/** Records page by page; each page is one bounded scan, and says where the next goes on. */
export function useRecordPages(topic: string, wanted: BrowseWanted, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['records', topic, wanted],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...wanted, ...(pageParam === '' ? {} : { cursor: pageParam }) })
      return get<RecordPage>(`${pathOf(topic)}?${query}`, signal)
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.cursor,
    enabled,
    staleTime: 0,
  })
}

export function useRecord(topic: string, place: { partition: number; offset: number }) {
  return useQuery({
    queryKey: ['record', topic, place],
    queryFn: ({ signal }) => get<RecordView>(`${pathOf(topic)}/${place.partition}/${place.offset}`, signal),
    // A record never changes; it can only go.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function useProduce(topic: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (record: Partial<Produce>) => request<Produced>('POST', pathOf(topic), record),
    onSuccess: refresh,
  })
}
