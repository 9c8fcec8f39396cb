import type { Struct } from '@millrace/kernel'
import { handlers } from '@millrace/kafka'
import { Heartbeat, LeaveGroup, SyncGroup } from '../../../../packages/kafka/src/messages/index.ts'
import type { Act } from './ask.ts'
import { join } from './asks/groups.ts'
import { type Drawn, drawn } from './names.ts'
import type { World } from './world.ts'

/** Two members share a group: the second makes the first join again, both get their part, and the first one leaves. */
export function* rebalance(world: World): Generator<Act> {
  const group = { id: world.fresh('pair'), pending: undefined, member: undefined }
  const version = (name: string): number => {
    const [from, to] = handlers.find((handler) => handler.name === name)?.versions ?? [0, 0]
    return from + world.below(to - from + 1)
  }
  const joinVersion = version('JoinGroup')
  const memberId = (slot: string): Drawn => drawn(`member ${group.id}/${slot}`, '')
  const member = (slot: string): Struct => ({
    groupId: group.id,
    generationId: drawn(`generation ${group.id}`, -1),
    memberId: memberId(slot),
    groupInstanceId: null,
  })
  const joins = (slot: string) => join(group, slot, joinVersion)
  const sync = (slot: string, slots: readonly string[]) => ({
    message: SyncGroup,
    version: version('SyncGroup'),
    request: {
      ...member(slot),
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: slots.map((of) => ({ memberId: memberId(of), assignment: Buffer.from(`for ${of}`) })),
    },
  })
  const beats = (slot: string): Act => ({ message: Heartbeat, version: version('Heartbeat'), request: member(slot) })
  const over = (connection: string) => ({ connection, isPending: true })

  if (joinVersion >= 4) yield joins('first')
  yield joins('first')
  yield sync('first', ['first'])
  yield beats('first')
  if (joinVersion >= 4) yield joins('second')
  yield { ...joins('second'), ...over('second') }
  yield beats('first')
  yield joins('first')
  yield { collect: 'second' }
  yield { ...sync('second', []), ...over('second') }
  yield sync('first', ['first', 'second'])
  yield { collect: 'second' }
  yield beats('second')
  const { memberId: leaver } = member('first')
  const leave = { groupId: group.id, memberId: leaver, members: [{ memberId: leaver }] }
  yield { message: LeaveGroup, version: version('LeaveGroup'), request: leave }
  yield beats('second')
  yield joins('second')
  yield beats('first')
}
