import type { Problem } from '../../contract/overview.ts'
import type { Forwarded } from '../upstream/forward.ts'

/** What the events broker said no to; the attribute that was wrong becomes a field of the form. */
export function eventsProblem({ status, body }: Forwarded): Problem {
  if (!isProblem(body))
    return {
      type: 'about:blank',
      title: 'The events broker refused',
      status,
      detail: `the events broker answered ${status}`,
      code: 'EVENTS_BROKER',
    }
  const { attribute, ...problem } = body
  if (attribute === undefined) return problem
  return { ...problem, errors: [{ field: attribute, message: problem.detail }] }
}

function isProblem(body: unknown): body is Problem & { readonly attribute?: string } {
  return typeof body === 'object' && body !== null && 'detail' in body && 'code' in body
}
