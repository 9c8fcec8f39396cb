import { activated } from '../behaviours/events.ts'
import { evaluateJson } from '../behaviours/expressions.ts'
import { createJob } from '../behaviours/jobs.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import type { Json } from '../records/schema.ts'
import type { RunOf } from '../runtime/run.ts'
import type { Behaviour } from './behaviour.ts'

const USER_TASK_JOB = 'io.camunda.zeebe:userTask'

/** User task: a job of Zeebe's own type, with who may work on it in the headers. */
export const userTask: Behaviour<'userTask'> = {
  enter: (run) => {
    applyInputs(run)
    const headers = { ...run.element.headers, ...assignment(run) }
    subscribe(run)
    activated(run)
    createJob(run, { type: USER_TASK_JOB, retries: 1, headers })
  },
}

function assignment({ step, instance, element }: RunOf<'userTask'>): Record<string, string> {
  const { task } = element
  const headers: Record<string, string> = {}
  for (const name of [
    'assignee',
    'candidateGroups',
    'candidateUsers',
    'dueDate',
    'followUpDate',
    'priority',
  ] as const) {
    const expression = task[name]
    if (expression === undefined) continue
    const text = headerText(evaluateJson(step, expression, instance.key))
    if (text !== undefined) headers[`io.camunda.zeebe:${name}`] = text
  }
  if (task.form?.kind === 'key') headers['io.camunda.zeebe:formKey'] = task.form.key
  return headers
}

function headerText(value: Json): string | undefined {
  if (value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
