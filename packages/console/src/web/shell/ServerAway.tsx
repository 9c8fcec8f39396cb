import { ErrorState } from '@millrace/ui'

export function ServerAway({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="alone">
      <h1 className="mr-visually-hidden">Millrace</h1>
      <ErrorState
        title="No answer"
        detail="The console's server does not answer. Is Millrace still running?"
        onRetry={onRetry}
      />
    </main>
  )
}
