import { useEffect, useReducer, useRef } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { SqlColumn, SqlPage } from '../../../contract/sql.ts'
import type { Problem } from '../../../contract/overview.ts'
import { ApiError, errorText } from '../../api/request.ts'
import { closeOperation, fetchPage, sqlSession, submitStatement } from '../../api/sql.ts'
import { type Changelog, emptyChangelog, withChanges } from './changelog.ts'
import type { Statement } from './statements.ts'

export interface Run {
  readonly statement: Statement
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  readonly columns: readonly SqlColumn[]
  readonly isQuery: boolean
  readonly jobId: string | undefined
  readonly log: Changelog
  readonly problem: (Problem & { line?: number; column?: number }) | undefined
}

/** Between two fetches of a query that has nothing new; the gateway itself waits a tenth of a second. */
const QUIET_MS = 250

/** Runs statements one after another, the last query's changes as they come; a new run ends the one before. */
export function useRun() {
  const client = useQueryClient()
  const [runs, change] = useReducer(reduce, [])
  const current = useRef<AbortController | undefined>(undefined)
  const stop = () => current.current?.abort()
  useEffect(() => () => current.current?.abort(), [])
  const start = async (statements: readonly Statement[]): Promise<void> => {
    stop()
    const { signal } = (current.current = new AbortController())
    change({ kind: 'reset' })
    for (const statement of statements) {
      change({ kind: 'begin', statement })
      if (!(await runOne(statement, signal, change))) break
      await client.invalidateQueries({ queryKey: ['sql', 'jobs'] })
    }
  }
  return { runs, start, stop }
}

type Action =
  | { kind: 'reset' }
  | { kind: 'begin'; statement: Statement }
  | { kind: 'page'; page: SqlPage }
  | { kind: 'end'; state: Run['state']; problem?: Run['problem'] }

function reduce(runs: readonly Run[], action: Action): readonly Run[] {
  if (action.kind === 'reset') return []
  if (action.kind === 'begin') {
    const { statement } = action
    const fresh = { columns: [], isQuery: false, jobId: undefined, log: emptyChangelog, problem: undefined }
    return [...runs, { statement, state: 'running', ...fresh }]
  }
  const last = runs.at(-1)
  if (last === undefined) return runs
  return [...runs.slice(0, -1), action.kind === 'page' ? withPage(last, action.page) : ended(last, action)]
}

function ended(run: Run, { state, problem }: { state: Run['state']; problem?: Run['problem'] }): Run {
  return { ...run, state, problem }
}

function withPage(run: Run, { results, isQueryResult, jobID }: SqlPage): Run {
  return {
    ...run,
    columns: results?.columns ?? run.columns,
    isQuery: isQueryResult ?? run.isQuery,
    jobId: jobID ?? run.jobId,
    log: withChanges(run.log, results?.data ?? []),
  }
}

/** Whether the next statement may run. */
async function runOne(statement: Statement, signal: AbortSignal, change: (action: Action) => void): Promise<boolean> {
  let operation: string | undefined
  try {
    operation = await submitStatement(await sqlSession(), statement.text)
    for (let token = 0; ;) {
      const page = await fetchPage(operation, token, signal)
      if (signal.aborted) throw new Error('stopped')
      if (page.resultType !== 'NOT_READY') change({ kind: 'page', page })
      if (page.resultType === 'EOS') break
      if (page.resultType === 'PAYLOAD') token += 1
      if ((page.results?.data.length ?? 0) === 0) await quiet(signal)
    }
    change({ kind: 'end', state: 'done' })
    return true
  } catch (error) {
    if (signal.aborted) change({ kind: 'end', state: 'stopped' })
    else change({ kind: 'end', state: 'failed', problem: problemOf(error) })
    return false
  } finally {
    if (operation !== undefined) await closeOperation(operation)
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return { type: 'about:blank', title: 'It failed', status: 0, detail: errorText(error), code: 'FAILED' }
}

function quiet(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, QUIET_MS)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
}
