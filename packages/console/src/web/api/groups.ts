import { useMutation, useQuery } from '@tanstack/react-query'
import type { ApplyReset, PreviewReset, ResetPreview } from '../../contract/groups.ts'
import { request } from './request.ts'
import { useRefresh } from './views.ts'

const pathOf = (group: string) => `/api/groups/${encodeURIComponent(group)}`

/** What a reset would do; asked again whenever what is wanted changes. */
export function useResetPreview(group: string, wanted: PreviewReset | undefined) {
  return useQuery({
    queryKey: ['reset-preview', group, wanted],
    queryFn: ({ signal }) => request<ResetPreview>('POST', `${pathOf(group)}/reset/preview`, wanted, signal),
    enabled: wanted !== undefined,
    staleTime: 0,
    gcTime: 0,
  })
}

export function useApplyReset(group: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (reset: ApplyReset) => request<null>('POST', `${pathOf(group)}/reset`, reset),
    onSuccess: refresh,
  })
}

export function useDeleteGroup(group: string) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (confirm: string) => request<null>('DELETE', pathOf(group), { confirm }),
    onSuccess: refresh,
  })
}
