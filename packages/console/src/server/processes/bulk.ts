import type { ZeebeClient } from '@millrace/client/zeebe'
import { Fault, Refusal, messageOf } from '@millrace/kernel'
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
 * from it; an engine that is away does: once those under way have ended, the fault says how many were done.
 *
 * @throws Refusal CONFIRMATION_MISSING; Fault when the engine does not answer
 */
export async function actOnAll(client: ZeebeClient, { action, hits, retries, confirm }: Bulk): Promise<BulkOutcome> {
  if (confirm !== hits.length)
    throw new Refusal('CONFIRMATION_MISSING', `confirm: must repeat the number ${hits.length}`)
  const act = (hit: Bulk['hits'][number]): Promise<void> =>
    action === 'cancel' ? client.cancelInstance(hit.key) : resolveIncident(client, hit, retries)
  const refused: BulkOutcome['refused'] = []
  const failures: unknown[] = []
  let done = 0
  const left = hits.values()
  const worker = async (): Promise<void> => {
    for (const hit of left) {
      try {
        await act(hit)
        done += 1
      } catch (thrown) {
        if (thrown instanceof Refusal) refused.push({ key: hit.key, detail: messageOf(thrown) })
        else failures.push(thrown)
      }
      if (failures.length > 0) return
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (failures.length > 0) throw afterSome(failures[0], `${done} of ${hits.length} were done`)
  return { done, refused }
}

const afterSome = (thrown: unknown, done: string): unknown =>
  thrown instanceof Fault ? new Fault(thrown.code, `${thrown.message} (${done})`, { cause: thrown }) : thrown
