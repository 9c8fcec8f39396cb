import { activated, completeNow } from '../behaviours/events.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import type { Behaviour } from './behaviour.ts'

const enter = (
  run: Parameters<Behaviour<'task'>['enter']>[0] | Parameters<Behaviour<'manualTask'>['enter']>[0],
): void => {
  subscribe(run)
  activated(run)
  completeNow(run)
}

/** Undefined task: nothing to do. As in Zeebe, a task without work maps nothing. */
export const task: Behaviour<'task'> = { enter }

/** Manual task: work that nobody tells the engine about. */
export const manualTask: Behaviour<'manualTask'> = { enter }
