/**
 * What a group does when it is told something: a pure function (SPEC.md has the table and the invariants). The shell
 * around it (coordinator.ts) sends the replies, keeps the timers and writes the record.
 */
import { Draft, type Outcome } from './draft.ts'
import type { Group } from './group.ts'
import { join } from './join.ts'
import { leave } from './leave.ts'
import { joinDue, prepareRebalance } from './rebalance.ts'
import type { GroupEvent } from './requests.ts'
import { committed, heartbeat, sessionDue } from './session.ts'
import type { GroupSettings } from './settings.ts'
import { sync, syncDue } from './sync.ts'

/** `now` is domain time, ms since epoch; only `stateSince` is made from it. */
export function transition(group: Group, event: GroupEvent, now: number, settings: GroupSettings): Outcome {
  const draft = new Draft(group, now, settings)
  apply(draft, event)
  return draft.outcome()
}

function apply(draft: Draft, event: GroupEvent): void {
  switch (event.kind) {
    case 'join':
      return join(draft, event.ticket, event.request, event.newMemberId)
    case 'sync':
      return sync(draft, event.ticket, event.request)
    case 'heartbeat':
      return heartbeat(draft, event.ticket, event.request)
    case 'leave':
      return leave(draft, event.ticket, event.request)
    case 'committed':
      return committed(draft, event.memberId)
    case 'session-due':
      return sessionDue(draft, event.memberId)
    case 'join-due':
      return joinDue(draft)
    case 'sync-due':
      return syncDue(draft)
    case 'loaded':
      return loaded(draft)
    case 'deleted':
      return deleted(draft)
  }
}

/** Sessions of a group that was read back start anew; one that is above a limit that was lowered rebalances. */
function loaded(draft: Draft): void {
  for (const member of draft.group.members.values()) draft.renewSession(member)
  if (draft.group.members.size > draft.settings.maxSize) prepareRebalance(draft)
}

/** Only empty groups are deleted, so what is left are ids that were given out. */
function deleted(draft: Draft): void {
  for (const id of draft.group.pending) draft.cancelTimer(`session/${id}`)
  draft.set({ pending: new Set() })
  draft.enter('Dead')
}
