import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { DeleteGroups } from '../messages/index.ts'

/** DeleteGroups (42), v0-2: deletes groups that nobody takes part in, with their offsets (KIP-229). */
export const deleteGroups = handler(DeleteGroups, [0, 2], async (request, { broker }) => ({
  throttleTimeMs: 0,
  results: await Promise.all(
    request.groupsNames.map(async (groupId) => ({
      groupId,
      errorCode: codeOf(await broker.groups.administration.delete(groupId)),
    })),
  ),
}))
