import { readKey } from '../documents/keys.ts'
import { Empty } from '../proto/processes.ts'
import { DeleteResourceRequest } from '../proto/resources.ts'
import { unary } from './rpc.ts'

/** DeleteResource: takes a version of a process out of use. */
export const deleteResource = unary({
  intent: 'DELETE',
  request: DeleteResourceRequest,
  response: Empty,
  handle: async ({ resourceKey }, { engine }) => {
    await engine.run('deleteResource', { resourceKey: readKey(resourceKey) })
    return {}
  },
})
