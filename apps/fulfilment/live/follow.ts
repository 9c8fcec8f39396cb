import { eventData } from '@millrace/client/http'
import { type LivenessClock, pause } from '@millrace/kernel'
import type { Changes } from './changes.ts'

const RETRY_MS = 500

/**
 * Passes on what the stream at `url` says, until it is stopped. Whenever it is found again, something may have been
 * missed, and that is told as a change. Beats pass on as changes too, which keeps a lost event from being missed for long.
 */
export function follow(url: string, changes: Changes, liveness: LivenessClock): () => Promise<void> {
  const stopping = new AbortController()
  const listen = async (): Promise<void> => {
    const answer = await fetch(url, { signal: stopping.signal })
    if (answer.body === null) return
    for await (const _ of eventData(answer.body)) changes.note()
  }
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // Why it is away says the readiness of the service; here it only has to be found again.
      await listen().catch(() => undefined)
      await pause(liveness, RETRY_MS, stopping.signal).catch(() => undefined)
    }
  }
  const running = run()
  return () => {
    stopping.abort()
    return running
  }
}
