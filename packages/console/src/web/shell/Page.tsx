import { ErrorState, Notice, Skeleton } from '@millrace/ui'
import type { ReactNode } from 'react'
import { errorText } from '../api/request.ts'
import type { LiveView } from '../api/views.ts'
import { usePageTitle } from '../lib/page-title.ts'

interface PageProps {
  title: string
  /** Beside the title: what the thing is. */
  badges?: ReactNode
  /** At the right: what can be done. */
  actions?: ReactNode
  children: ReactNode
}

/** A page's head and body; sets the tab's title. */
export function Page({ title, badges, actions, children }: PageProps) {
  usePageTitle(title)
  return (
    <div className="page">
      <div className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {badges}
        </div>
        {actions !== undefined && <div className="mr-row">{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A live view in its three states: loading, failing, shown; and a fourth, shown but no longer fresh. */
export function Shown<T>({
  view,
  what,
  children,
}: {
  view: LiveView<T>
  what: string
  children: (data: T) => ReactNode
}) {
  const { query, stale } = view
  if (query.data === undefined) {
    if (query.isError)
      return <ErrorState title={`No ${what}`} detail={errorText(query.error)} onRetry={() => void query.refetch()} />
    return <Skeleton what={what} />
  }
  return (
    <>
      {stale !== undefined && (
        <Notice tone="warn">What you see may be old: {stale.detail}. It is asked for again every two seconds.</Notice>
      )}
      {children(query.data)}
    </>
  )
}
