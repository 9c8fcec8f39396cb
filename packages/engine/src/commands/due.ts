import { jobRecord } from '../behaviours/jobs.ts'
import { startProcess } from '../behaviours/starts.ts'
import { planRepetition } from '../behaviours/timers.ts'
import { trigger } from '../behaviours/triggers.ts'
import type { TimerEntry } from '../state/entities.ts'
import type { Step } from '../runtime/step.ts'
import type { Command } from './command.ts'

/** What the clock asks for. Each looks first whether it is still so: nobody takes back what was scheduled. */

/** A timer is due. */
export const triggerTimer: Command<number, void> = (step, key) => {
  const timer = step.state.timers.get(key)
  if (timer === undefined || timer.dueDate > step.now) return
  step.emit('TIMER', 'TRIGGERED', key, timer)
  const { elementInstanceKey, targetElement, processDefinitionKey } = timer
  if (elementInstanceKey === -1) {
    startProcess(step, { definitionKey: processDefinitionKey, event: { element: targetElement, variables: {} } })
  } else {
    trigger(step, elementInstanceKey, targetElement, {})
  }
  repeat(step, timer)
}

function repeat(step: Step, timer: TimerEntry): void {
  const instance = step.state.instances.get(timer.elementInstanceKey)
  const waits = instance?.phase === 'ACTIVATED' && instance.trigger === undefined
  if (timer.elementInstanceKey !== -1 && !waits) return
  const next = planRepetition(step, timer)
  if (next !== undefined) step.emit('TIMER', 'CREATED', step.newKey(), { ...timer, ...next })
}

/** A worker has not answered in time: somebody else may have the job. */
export const timeOutJob: Command<number, void> = (step, key) => {
  const job = step.state.jobs.get(key)
  if (job?.state === 'ACTIVATED' && job.deadline <= step.now) step.emit('JOB', 'TIMED_OUT', key, jobRecord(job))
}

/** A failed job has waited long enough. */
export const recurJob: Command<number, void> = (step, key) => {
  const job = step.state.jobs.get(key)
  if (job?.state === 'BACKING_OFF' && job.retryAt <= step.now) {
    step.emit('JOB', 'RECURRED_AFTER_BACKOFF', key, jobRecord(job))
  }
}
