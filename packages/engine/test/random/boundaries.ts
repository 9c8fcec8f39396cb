import { below } from '@millrace/kernel'
import type { Drawing } from './drawing.ts'

export type Watched = 'timer' | 'cycle' | 'message' | 'signal' | 'error' | 'escalation'

/**
 * One or two boundary events of an activity that was just drawn. One that interrupts comes back to the way of the activity,
 * so that a join behind it gets its token; of one that does not, the way ends.
 */
export function boundaries({ flow, id, random, once }: Drawing, activity: string, kinds: readonly Watched[]): void {
  const after = id()
  flow.exclusiveGateway(after)
  const chosen = new Set([kinds[below(random, kinds.length)], kinds[below(random, kinds.length)]])
  for (const kind of chosen) {
    const [event, interrupting] = watching(kind ?? 'timer', once(2))
    flow.moveTo(activity).boundaryEvent(id(), { ...event, interrupting })
    if (once(2)) flow.serviceTask(id(), { type: 'work' })
    if (interrupting) flow.connectTo(after)
    else flow.endEvent(id())
  }
  flow.moveTo(after)
}

/** What the event waits for, and whether it interrupts. */
export function watching(kind: Watched, mayInterrupt: boolean) {
  switch (kind) {
    case 'timer':
      return [{ timer: { duration: 'PT5S' } }, mayInterrupt] as const
    case 'cycle':
      return [{ timer: { cycle: 'R3/PT4S' } }, false] as const
    case 'message':
      // One that goes on to wait has a name of its own: it would take every message before those who wait longer.
      return [{ message: mayInterrupt ? 'm' : 'h', correlationKey: '=key' }, mayInterrupt] as const
    case 'signal':
      return [{ signal: 's' }, mayInterrupt] as const
    case 'error':
      return [{ error: 'E' }, true] as const
    case 'escalation':
      return [{ escalation: 'UP' }, mayInterrupt] as const
  }
}
