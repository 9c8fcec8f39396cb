import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SqlJob, SqlJobDetail, SqlPage } from '../../contract/sql.ts'
import { ApiError, get, request } from './request.ts'

const SESSION = 'millrace.sql.session'

/** The tab's session at the gateway: settings and temporary tables live in it. */
export async function sqlSession(): Promise<string> {
  const known = sessionStorage.getItem(SESSION)
  if (known !== null && (await isOpen(known))) return known
  const opened = await request<{ sessionHandle: string }>('POST', '/api/sql/sessions', { sessionName: 'console' })
  sessionStorage.setItem(SESSION, opened.sessionHandle)
  return opened.sessionHandle
}

async function isOpen(session: string): Promise<boolean> {
  return request('POST', `/api/sql/sessions/${session}/heartbeat`, {}).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ApiError && error.problem.status !== 0 && error.problem.status !== 503) return false
      throw error
    },
  )
}

/** Submits a statement; gives the path under which its results are fetched. @throws ApiError */
export async function submitStatement(session: string, statement: string): Promise<string> {
  const base = `/api/sql/sessions/${session}`
  const { operationHandle } = await request<{ operationHandle: string }>('POST', `${base}/statements`, { statement })
  return `${base}/operations/${operationHandle}`
}

/** @throws ApiError */
export function fetchPage(operation: string, token: number, signal: AbortSignal): Promise<SqlPage> {
  return get<SqlPage>(`${operation}/result/${token}`, signal)
}

/** Ends a query: nothing else would, and it would go on at the gateway. */
export async function closeOperation(operation: string): Promise<void> {
  await request('DELETE', `${operation}/close`).catch(() => undefined)
}

/** What may come next at a position of the text. */
export async function completions(statement: string, position: number): Promise<readonly string[]> {
  const query = new URLSearchParams({ statement, position: String(position) })
  const path = `/api/sql/sessions/${await sqlSession()}/complete-statement?${query}`
  return (await get<{ candidates: string[] }>(path)).candidates
}

const JOBS_EVERY_MS = 2000

export const useJobs = () =>
  useQuery({
    queryKey: ['sql', 'jobs'],
    queryFn: async ({ signal }) => {
      const { jobs } = await get<{ jobs: SqlJob[] }>('/api/sql/jobs', signal)
      return jobs.filter(({ kind }) => kind === 'insert')
    },
    refetchInterval: JOBS_EVERY_MS,
  })

export const useJob = (id: string) =>
  useQuery({
    queryKey: ['sql', 'jobs', id],
    queryFn: ({ signal }) => get<SqlJobDetail>(`/api/sql/jobs/${encodeURIComponent(id)}`, signal),
    refetchInterval: JOBS_EVERY_MS,
  })

/** `stop` keeps what the job has counted, `resume` goes on from there, `drop` forgets it. */
export function useJobChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: 'stop' | 'resume' | 'drop' }) => {
      const path = `/api/sql/jobs/${encodeURIComponent(id)}`
      return verb === 'drop' ? request('DELETE', path) : request('POST', `${path}/${verb}`)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['sql', 'jobs'] }),
  })
}
