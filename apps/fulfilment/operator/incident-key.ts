import { bearerHeader } from '@millrace/client'
import { Fault, messageOf } from '@millrace/kernel'
import { z } from 'zod'

const TIMEOUT_MS = 10_000
const answerSchema = z.object({
  items: z.array(z.looseObject({ incidentKey: z.coerce.string(), jobKey: z.coerce.string().optional() })),
})

/** The open incident of a job, by the engine's own search; undefined when it knows none. */
export async function incidentKeyOf(
  rest: { readonly url: string; readonly token: string | undefined },
  instance: string,
  job: string,
): Promise<string | undefined> {
  const url = `${rest.url}/v2/incidents/search`
  const body = JSON.stringify({ filter: { processInstanceKey: instance, state: 'ACTIVE' } })
  const headers = { ...bearerHeader(rest.token), 'content-type': 'application/json' }
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!answer.ok) throw new Error(`it answered ${answer.status}`)
    return answerSchema.parse(await answer.json()).items.find(({ jobKey }) => jobKey === job)?.incidentKey
  } catch (error) {
    throw new Fault('SEARCH_AWAY', `${url} gave no incidents: ${messageOf(error)}`)
  }
}
