import { Refusal } from '@millrace/kernel'
import { ANYBODY } from '@millrace/security'
import type { RequestContext } from '../context.ts'
import { rules } from './rules/index.ts'

type Answer = unknown

/**
 * Answers a request within what its principal may do: what he may not is answered with Kafka's error and reaches no
 * handler.
 *
 * @throws Refusal CLUSTER_AUTHORIZATION_FAILED for an API key without a rule: nobody has thought about it
 */
export async function permitted(
  key: number,
  request: unknown,
  context: RequestContext,
  handle: (request: unknown) => Answer | Promise<Answer>,
): Promise<Answer> {
  const rule = rules.get(key)
  if (rule === undefined) {
    throw new Refusal('CLUSTER_AUTHORIZATION_FAILED', `API key ${key} is not for those who have logged in`)
  }
  const verdict = rule.judge(request, context.access, context)
  switch (verdict.kind) {
    case 'allowed':
      return handle(request)
    case 'denied':
      return verdict.response
    case 'partly': {
      const response = await handle(verdict.request)
      return response === undefined ? undefined : verdict.tell(response)
    }
  }
}

/** Where nobody has to log in there is nothing to look at. */
export const isLimited = ({ access }: RequestContext): boolean => access !== ANYBODY
