import { isOwnHost } from '@millrace/console'
import type { onRequestAsyncHookHandler } from 'fastify'
import { type Refuse, problem } from './problem.ts'

/**
 * Where nobody has to say who he is, a page of another site whose name was rebound to loopback must not get in (DNS
 * rebinding): it sends its own name as the host. `hosts` are known besides loopback's names.
 */
export function ownHost(hosts: readonly string[], refuse: Refuse = problem): onRequestAsyncHookHandler {
  return async ({ headers: { host } }, reply) => {
    if (isOwnHost(host, hosts)) return undefined
    const text = `nothing here answers for the host "${host ?? ''}"; use localhost, 127.0.0.1 or a name given by --advertise`
    return refuse(reply, 421, 'WRONG_HOST', text)
  }
}
