import { Fault, Refusal, messageOf } from '@millrace/kernel'
import { z } from 'zod'
import { type ProcessVersion, readProcess } from './process-directory.ts'

const ANSWER_MS = 15_000

const deployed = z.looseObject({
  processes: z.array(z.looseObject({ processId: z.string(), version: z.int() })),
})

export type Deployed = z.output<typeof deployed>

/** Where the process goes. */
export interface ProcessTarget {
  readonly ROUTER_URL?: string | undefined
  readonly K_SINK?: string | undefined
}

/**
 * Deploys a version of TICKETS through the router, which makes the triggers that the process waits for. The same version
 * again changes nothing.
 *
 * @throws Refusal NO_ROUTER, Fault ROUTER_AWAY
 */
export async function deployProcess(version: ProcessVersion, { ROUTER_URL, K_SINK }: ProcessTarget): Promise<Deployed> {
  if (ROUTER_URL === undefined)
    throw new Refusal('NO_ROUTER', 'set ROUTER_URL to the address of the CloudEvents router')
  const body = { name: `tickets-v${version}.bpmn`, workflowDefinition: await readProcess(version, K_SINK) }
  try {
    const answer = await fetch(`${ROUTER_URL}/deploy`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 500)}`)
    return deployed.parse(JSON.parse(text))
  } catch (error) {
    throw new Fault(
      'ROUTER_AWAY',
      `the router at ${ROUTER_URL} does not deploy version ${version}: ${messageOf(error)}`,
    )
  }
}
