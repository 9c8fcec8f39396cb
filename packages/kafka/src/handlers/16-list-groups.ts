import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { ListGroups } from '../messages/index.ts'
import { orUnavailable } from './groups/unavailable.ts'

/** ListGroups (16), v0-5: the groups of this broker. v4 filters by state (KIP-518), v5 by type (KIP-848). */
export const listGroups = handler(ListGroups, [0, 5], async (request, { broker }) => {
  const filter = { states: request.statesFilter, types: request.typesFilter }
  const listed = await orUnavailable(broker.groups.administration.list(filter))
  if (listed === 'COORDINATOR_NOT_AVAILABLE') return { errorCode: codeOf(listed), groups: [] }
  return {
    errorCode: codeOf('NONE'),
    groups: listed.map(({ groupId, protocolType, state, type }) => ({
      groupId,
      protocolType,
      groupState: state,
      groupType: type,
    })),
  }
})
