import { ErrorState } from '@millrace/ui'
import { errorText } from '../api/request.ts'

/** A page that broke, or that could not be loaded because the server was replaced by a newer one. */
export function FailedPage({ error }: { error: unknown }) {
  return (
    <ErrorState title="This page has failed" detail={errorText(error)} onRetry={() => globalThis.location.reload()} />
  )
}
