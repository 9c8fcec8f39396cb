import { readKey } from '../documents/keys.ts'
import { Empty, ResolveIncidentRequest } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** ResolveIncident: goes on from where an element got stuck. */
export const resolveIncident = unary({
  intent: 'RESOLVE',
  request: ResolveIncidentRequest,
  response: Empty,
  handle: async ({ incidentKey }, { engine }) => {
    await engine.run('resolveIncident', { incidentKey: readKey(incidentKey) })
    return {}
  },
})
