import { z } from 'zod'
import { customerSchema } from '../topics.ts'

const WAIT_MS = 3000
const MOST_MS = 8000

const noticeSchema = z.object({
  customer: customerSchema,
  email: z.object({ subject: z.string(), text: z.string() }).nullable(),
  mobile: z.object({ title: z.string(), body: z.string(), url: z.string() }).nullable(),
})

export type ServedNotice = z.output<typeof noticeSchema>

/**
 * What notifications says about a stage. It may be a little behind: it is given some seconds.
 *
 * @throws Error when it does not answer, or has nothing yet.
 */
export async function noticeOf(
  url: string,
  orderId: string,
  stage: string,
  signal: AbortSignal,
): Promise<ServedNotice> {
  const path = `/notices/${encodeURIComponent(orderId)}/${stage}?waitMs=${WAIT_MS}`
  const response = await fetch(url + path, { signal: AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]) })
  if (!response.ok) throw new Error(`notifications answered ${response.status} for stage ${stage}`)
  return noticeSchema.parse(await response.json())
}
