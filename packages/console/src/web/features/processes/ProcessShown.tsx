import { EmptyState, Notice, countOf } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { Told } from '../../../contract/processes.ts'
import { ApiError } from '../../api/request.ts'
import type { LiveView } from '../../api/views.ts'
import { Shown } from '../../shell/Page.tsx'

const ABSENT: Readonly<Record<string, string>> = { NO_ENGINE: 'No process engine', NO_HISTORY: 'No history to look at' }

/** A view of processes; says in words when there is no engine, no history, or a history that has not caught up. */
export function ProcessShown<T extends Told>({
  view,
  what,
  children,
}: {
  view: LiveView<T>
  what: string
  children: (data: T) => ReactNode
}) {
  const absent = absenceOf(view.query.error)
  if (absent !== undefined && view.query.data === undefined) return <Absent {...absent} />
  return (
    <Shown view={view} what={what}>
      {(data) => (
        <>
          <Behind events={data.behind} />
          {children(data)}
        </>
      )}
    </Shown>
  )
}

export function absenceOf(error: unknown): { title: string; detail: string } | undefined {
  if (!(error instanceof ApiError)) return undefined
  const title = ABSENT[error.problem.code]
  return title === undefined ? undefined : { title, detail: error.problem.detail }
}

export function Absent({ title, detail }: { title: string; detail: string }) {
  return (
    <EmptyState title={title} icon="processes">
      {detail}.
    </EmptyState>
  )
}

/** The history follows the engine; a search that could not wait for the newest events says how many are missing. */
export function Behind({ events }: { events: number }) {
  if (events === 0) return null
  return (
    <Notice tone="warn">
      The history is {countOf(events, 'event')} behind the engine: what happened last is not shown yet.
    </Notice>
  )
}
