import type { JsonObject } from '../records/schema.ts'
import type { Run } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'
import { codesCaught, findCatcher } from './catching.ts'
import { trigger } from './triggers.ts'

/** Throws an error from inside an element. Gives the text of the incident when nothing catches it. */
export function throwError(
  step: Step,
  from: number,
  error: { readonly code: string; readonly message: string; readonly variables: JsonObject },
): string | undefined {
  const catcher = findCatcher(step, from, 'error', error.code)
  if (catcher !== undefined && trigger(step, catcher.scopeKey, catcher.target, error.variables)) return undefined
  const codes = codesCaught(step, from)
  const available =
    codes.length === 0
      ? 'No error events are available in the scope.'
      : `Available error events are [${codes.join(', ')}]`
  const said = error.message === '' ? '' : ` with message '${error.message}'`
  return `Expected to throw an error event with the code '${error.code}'${said}, but it was not caught. ${available}`
}

/** Throws an escalation, and goes on unless what catches it interrupts. */
export function throwEscalation({ step, instance, element }: Run, code: string): void {
  const catcher = findCatcher(step, instance.scopeKey, 'escalation', code)
  step.emit('ESCALATION', catcher === undefined ? 'NOT_ESCALATED' : 'ESCALATED', step.newKey(), {
    processInstanceKey: instance.processInstanceKey,
    escalationCode: code,
    throwElementId: element.id,
    catchElementId: catcher?.targetId ?? '',
  })
  const caught = catcher !== undefined && trigger(step, catcher.scopeKey, catcher.target, {})
  // What catches it and interrupts ends this event too. A boundary event beside completes first, as in Zeebe.
  if (!caught) step.follow({ kind: 'complete', key: instance.key })
  else if (!catcher.interrupting) step.follow({ kind: 'complete', key: instance.key, late: catcher.atBoundary })
}
