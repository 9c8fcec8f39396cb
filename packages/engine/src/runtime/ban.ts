import { cancelJob } from '../behaviours/jobs.ts'
import { unsubscribe } from '../behaviours/subscriptions.ts'
import type { Step } from './step.ts'

/**
 * Takes a process instance out of service whose work failed by a fault of the engine itself, as Zeebe does: its jobs, timers
 * and subscriptions end, and nothing is done for it any more. Its variables and elements stay for whoever looks into it.
 */
export function ban(step: Step, processInstanceKey: number, exceptionMessage: string): void {
  for (const [key, instance] of step.state.instances.entries()) {
    if (instance.processInstanceKey !== processInstanceKey) continue
    cancelJob(step, instance.jobKey)
    unsubscribe(step, key)
  }
  step.emit('ERROR', 'CREATED', step.newKey(), { processInstanceKey, exceptionMessage })
}
