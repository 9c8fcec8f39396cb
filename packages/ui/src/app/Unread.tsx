import { Skeleton } from '../display/Skeleton.tsx'
import { ErrorState } from '../feedback/states.tsx'
import type { ReadState } from '../remote/use-read.ts'

interface UnreadProps {
  readonly read: Pick<ReadState<unknown>, 'error' | 'again'>
  /** In words: "the orders". */
  readonly what: string
  /** Says that it could not be read. */
  readonly failure: string
  readonly lines?: number
}

/** Stands where something will be that is being read, or says why it cannot be. */
export function Unread({ read: { error, again }, what, failure, lines }: UnreadProps) {
  return (
    <div className="mr-card">
      {error === undefined ? (
        <Skeleton what={what} {...(lines !== undefined && { lines })} />
      ) : (
        <ErrorState title={failure} detail={error.message} onRetry={again} />
      )}
    </div>
  )
}
