import { readKey } from '../documents/keys.ts'
import { CancelProcessInstanceRequest, Empty } from '../proto/processes.ts'
import { unary } from './rpc.ts'

/** CancelProcessInstance: ends a process and everything in it. */
export const cancelProcessInstance = unary({
  intent: 'CANCEL',
  request: CancelProcessInstanceRequest,
  response: Empty,
  handle: async ({ processInstanceKey }, { engine }) => {
    await engine.run('cancelProcessInstance', { processInstanceKey: readKey(processInstanceKey) })
    return {}
  },
})
