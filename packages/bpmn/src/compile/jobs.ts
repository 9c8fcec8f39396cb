import { type XmlElement, attribute, childOf, childrenOf, extensionOf, filled } from '../xml/element.ts'
import { type Context, present } from './context.ts'
import type {
  Binding,
  CalledDecision,
  CalledProcess,
  JobDefinition,
  LoopDefinition,
  ScriptDefinition,
} from '../graph/job.ts'

/** `zeebe:taskDefinition` of an element; undefined when it has none. */
export function jobOf(context: Context, element: XmlElement): JobDefinition | undefined {
  const definition = extensionOf(element, 'zeebe:taskDefinition')
  if (definition === undefined) return undefined
  return {
    type: context.value(attribute(definition, 'type')),
    retries: context.value(attribute(definition, 'retries') ?? '3'),
    headers: headersOf(element),
  }
}

/** Headers without key or value are left out, as Zeebe does. */
export function headersOf(element: XmlElement): Readonly<Record<string, string>> {
  const headers = extensionOf(element, 'zeebe:taskHeaders')
  const entries = headers === undefined ? [] : childrenOf(headers, 'zeebe:header')
  return Object.fromEntries(
    entries
      .map((header) => [attribute(header, 'key') ?? '', attribute(header, 'value') ?? ''] as const)
      .filter(([key, value]) => key !== '' && value !== ''),
  )
}

export function bindingOf(element: XmlElement): Binding {
  const kind = attribute(element, 'bindingType') ?? 'latest'
  if (kind === 'versionTag') return { kind, versionTag: attribute(element, 'versionTag') ?? '' }
  return { kind: kind === 'deployment' ? 'deployment' : 'latest' }
}

export function calledProcess(context: Context, activity: XmlElement): CalledProcess {
  const called = present(extensionOf(activity, 'zeebe:calledElement'), 'valid call activity')
  return {
    processId: context.value(attribute(called, 'processId')),
    binding: bindingOf(called),
    propagateAllChildVariables: attribute(called, 'propagateAllChildVariables') !== 'false',
    propagateAllParentVariables: attribute(called, 'propagateAllParentVariables') !== 'false',
  }
}

export function calledDecision(context: Context, task: XmlElement): CalledDecision {
  const called = present(extensionOf(task, 'zeebe:calledDecision'), 'valid business rule task')
  return {
    decisionId: context.value(attribute(called, 'decisionId')),
    binding: bindingOf(called),
    resultVariable: attribute(called, 'resultVariable') ?? '',
  }
}

export function scriptOf(context: Context, task: XmlElement): ScriptDefinition {
  const script = present(extensionOf(task, 'zeebe:script'), 'valid script task')
  return {
    expression: context.value(attribute(script, 'expression')),
    resultVariable: attribute(script, 'resultVariable') ?? '',
  }
}

export function loopDefinition(context: Context, loop: XmlElement): LoopDefinition {
  const zeebe = present(extensionOf(loop, 'zeebe:loopCharacteristics'), 'valid multi-instance')
  const condition = childOf(loop, 'bpmn:completionCondition')?.text ?? ''
  return {
    sequential: attribute(loop, 'isSequential') === 'true',
    inputCollection: context.value(attribute(zeebe, 'inputCollection')),
    inputElement: filled(zeebe, 'inputElement'),
    outputCollection: filled(zeebe, 'outputCollection'),
    outputElement: context.optional(zeebe, 'outputElement'),
    completionCondition: condition === '' ? undefined : context.value(condition),
  }
}
