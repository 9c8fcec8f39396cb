import { type XmlElement, extensionOf, filled } from '../xml/element.ts'
import type { FormReference, UserTaskDefinition } from '../graph/job.ts'
import type { Context } from './context.ts'
import type { Expression } from '../graph/expression.ts'
import { bindingOf } from './jobs.ts'

export function userTask(context: Context, task: XmlElement): UserTaskDefinition {
  const assignment = extensionOf(task, 'zeebe:assignmentDefinition')
  const schedule = extensionOf(task, 'zeebe:taskSchedule')
  const zeebe = extensionOf(task, 'zeebe:userTask') !== undefined
  return {
    implementation: zeebe ? 'zeebe' : 'job',
    assignee: context.optional(assignment, 'assignee'),
    candidateGroups: listOf(context, assignment, 'candidateGroups'),
    candidateUsers: listOf(context, assignment, 'candidateUsers'),
    dueDate: context.optional(schedule, 'dueDate'),
    followUpDate: context.optional(schedule, 'followUpDate'),
    priority: zeebe
      ? (context.optional(extensionOf(task, 'zeebe:priorityDefinition'), 'priority') ?? context.value('50'))
      : undefined,
    form: formOf(context, task, zeebe),
  }
}

/** A static list, `a, b`, is the FEEL list `["a","b"]`. */
function listOf(context: Context, assignment: XmlElement | undefined, name: string): Expression | undefined {
  const value = context.optional(assignment, name)
  if (value === undefined || value.kind === 'feel') return value
  return context.feel(listText(value.text))
}

export function listText(list: string): string {
  const items = list.split(',').map((item) => `"${item.trim().replaceAll('"', '\\"')}"`)
  return `[${items.join(',')}]`
}

function formOf(context: Context, task: XmlElement, zeebe: boolean): FormReference | undefined {
  const form = extensionOf(task, 'zeebe:formDefinition')
  if (form === undefined) return undefined
  const formId = context.optional(form, 'formId')
  if (formId !== undefined) return { kind: 'form', formId, binding: bindingOf(form) }
  const reference = context.optional(form, 'externalReference')
  if (zeebe && reference !== undefined) return { kind: 'external', reference }
  const key = filled(form, 'formKey')
  return key === undefined ? undefined : { kind: 'key', key }
}
