import { Problem, type ProblemDetails } from '@millrace/client/http'
import { z } from 'zod'

/** What a command came to: an HTTP answer, kept with the state, so that a repeated request gets the same. */
export type Answer =
  | { readonly kind: 'done'; readonly status: number; readonly body: unknown; readonly replayed?: boolean | undefined }
  | { readonly kind: 'refused'; readonly details: ProblemDetails; readonly replayed?: boolean | undefined }

const replayed = z.boolean().optional()

const details: z.ZodType<ProblemDetails> = z.custom<ProblemDetails>(
  (given) => typeof (given as ProblemDetails | null)?.detail === 'string',
  'expected problem details',
)

export const answerSchema: z.ZodType<Answer> = z.union([
  z.object({ kind: z.literal('done'), status: z.int(), body: z.unknown(), replayed }),
  z.object({ kind: z.literal('refused'), details, replayed }),
])

export const done = (body: unknown, status = 200): Answer => ({ kind: 'done', status, body })

/** `refused(409, 'Wrong status', 'the order is cancelled', 'WRONG_STATUS')` */
export const refused = (status: number, title: string, detail: string, code: string): Answer => ({
  kind: 'refused',
  details: { status, title, detail, code },
})

/** @throws Problem when the command was refused. */
export function bodyOf(answer: Answer): unknown {
  if (answer.kind === 'refused') throw new Problem(answer.details)
  return answer.body
}
