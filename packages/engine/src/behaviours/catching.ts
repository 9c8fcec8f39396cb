import type { Element } from '@millrace/bpmn'
import { type Run, elementAt, runOf } from '../runtime/run.ts'
import type { Step } from '../runtime/step.ts'

export interface Catcher {
  /** The instance at which the event is caught. */
  readonly scopeKey: number
  /** Boundary event or start of an event subprocess. */
  readonly target: number
  readonly targetId: string
  readonly interrupting: boolean
  readonly atBoundary: boolean
}

/**
 * The nearest event that catches an error or escalation thrown inside an element: its boundary events, the event
 * subprocesses around it, and so on outwards, through call activities too. A code goes before one that takes all.
 */
export function findCatcher(step: Step, from: number, kind: 'error' | 'escalation', code: string): Catcher | undefined {
  for (let key = from; key !== -1;) {
    const run = runOf(step, key)
    if (run === undefined) return undefined
    const found = run.instance.phase === 'ACTIVATED' ? catcherAt(run, kind, code) : undefined
    if (found !== undefined) return found
    key = run.instance.scopeKey === -1 ? run.instance.parentElementInstanceKey : run.instance.scopeKey
  }
  return undefined
}

function catcherAt(run: Run, kind: 'error' | 'escalation', code: string): Catcher | undefined {
  let takesAll: Catcher | undefined
  for (const element of catching(run)) {
    if (!('event' in element) || element.event.kind !== kind || !('code' in element.event)) continue
    const catcher = {
      scopeKey: run.instance.key,
      target: element.index,
      targetId: element.id,
      interrupting: 'interrupting' in element && element.interrupting,
      atBoundary: element.kind === 'boundaryEvent',
    }
    const caught = element.event.code as string | undefined
    if (caught === code) return catcher
    if (caught === undefined) takesAll ??= catcher
  }
  return takesAll
}

function* catching({ element, definition, instance }: Run): Generator<Element> {
  if ('eventSubProcesses' in element && instance.interruptedBy === -1) {
    for (const index of element.eventSubProcesses) {
      const inner = elementAt(definition, index)
      if (inner.kind === 'eventSubProcess') yield elementAt(definition, inner.start)
    }
  }
  for (const index of element.boundaryEvents) yield elementAt(definition, index)
}

/** Codes that could be caught from here, for the text of an incident. */
export function codesCaught(step: Step, from: number): readonly string[] {
  const codes = new Set<string>()
  for (let key = from; key !== -1;) {
    const run = runOf(step, key)
    if (run === undefined) break
    for (const element of catching(run)) {
      if ('event' in element && element.event.kind === 'error' && 'code' in element.event) {
        if (typeof element.event.code === 'string') codes.add(element.event.code)
      }
    }
    key = run.instance.scopeKey === -1 ? run.instance.parentElementInstanceKey : run.instance.scopeKey
  }
  return [...codes]
}
