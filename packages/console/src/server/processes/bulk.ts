import type { ZeebeClient } from '@millrace/client/zeebe'
import { Refusal, messageOf } from '@millrace/kernel'
import type { z } from 'zod'
import type { BulkOutcome, bulkBody } from '../../contract/processes.ts'

type Bulk = z.output<typeof bulkBody>

const AT_ONCE = 8

/** Gives a job its retries, then resolves the incident that it has. */
export async function resolveIncident(
  client: ZeebeClient,
  { key, jobKey }: { key: string; jobKey?: string | undefined },
  retries: number,
): Promise<void> {
  if (jobKey !== undefined) await client.updateRetries(jobKey, retries)
  await client.resolveIncident(key)
}

/**
 * Does it to each hit, eight at a time. What the engine refuses for one (it has ended meanwhile) does not keep the others
 * from it; an engine that is away does.
 *
 * @throws Refusal CONFIRMATION_MISSING; Fault when the engine does not answer
 */
export async function actOnAll(client: ZeebeClient, { action, hits, retries, confirm }: Bulk): Promise<BulkOutcome> {
  if (confirm !== hits.length)
    throw new Refusal('CONFIRMATION_MISSING', `confirm: must repeat the number ${hits.length}`)
  const act = (hit: Bulk['hits'][number]): Promise<void> =>
    action === 'cancel' ? client.cancelInstance(hit.key) : resolveIncident(client, hit, retries)
  const refused: BulkOutcome['refused'] = []
  const left = hits.values()
  const worker = async (): Promise<void> => {
    for (const hit of left) {
      await act(hit).catch((thrown: unknown) => {
        if (!(thrown instanceof Refusal)) throw thrown
        refused.push({ key: hit.key, detail: messageOf(thrown) })
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return { done: hits.length - refused.length, refused }
}
