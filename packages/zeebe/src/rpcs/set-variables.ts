import { readKey } from '../documents/keys.ts'
import { readVariables } from '../documents/variables.ts'
import { SetVariablesRequest, SetVariablesResponse } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** SetVariables: at an element, or where each variable is found. */
export const setVariables = unary({
  intent: 'UPDATE',
  request: SetVariablesRequest,
  response: SetVariablesResponse,
  handle: ({ elementInstanceKey, variables, local }, { engine }) =>
    engine.run('setVariables', {
      elementInstanceKey: readKey(elementInstanceKey),
      variables: readVariables(variables),
      local,
    }),
})
