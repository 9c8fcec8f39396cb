import { ErrorState, Skeleton } from '@millrace/ui'
import type { Visit } from '../live/use-visit.ts'
import { Alone } from './Alone.tsx'

interface MissingProps {
  /** Title of the page. */
  readonly page: string
  /** What is missing: `your tickets`. */
  readonly what: string
  readonly visit: Visit
}

const SILENT = 'The ticket shop does not answer at the moment. Nothing is lost; this page tries again by itself.'

/** What is shown cannot be: it is still being read, or could not be. */
export function Missing({ page, what, visit: { visit, view, error, again } }: MissingProps) {
  const isSilent = (visit?.silent.length ?? 0) > 0 || (view?.silent.length ?? 0) > 0
  const detail = error ?? (isSilent ? SILENT : undefined)
  return (
    <Alone title={page}>
      {detail === undefined ? (
        <Skeleton what={what} />
      ) : (
        <ErrorState
          title={`${what.slice(0, 1).toUpperCase()}${what.slice(1)} could not be read`}
          detail={detail}
          onRetry={again}
        />
      )}
    </Alone>
  )
}
