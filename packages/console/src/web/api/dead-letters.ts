import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DeadLetter, DeadLetterTopics } from '../../contract/dead-letters.ts'
import type { Produced } from '../../contract/records.ts'
import { useLive } from '../lib/live-context.ts'
import { ApiError, get, request } from './request.ts'
import type { LiveView } from './views.ts'

const KEY = ['dead-letters']
const EVERY_MS = 5000

export function useDeadLetters(): LiveView<DeadLetterTopics> {
  const paused = useLive(({ state }) => state === 'paused')
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<DeadLetterTopics>('/api/dead-letters', signal),
    refetchInterval: paused ? false : EVERY_MS,
  })
  return { query, stale: query.error instanceof ApiError ? query.error.problem : undefined }
}

/** Writes the record to where it came from. */
export function useReplayLetter() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ topic, partition, offset }: Pick<DeadLetter, 'topic' | 'partition' | 'offset'>) =>
      request<Produced>('POST', `/api/dead-letters/${encodeURIComponent(topic)}/${partition}/${offset}/replay`),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}
