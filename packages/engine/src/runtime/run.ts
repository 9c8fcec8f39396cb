import type { Element, ElementKind, ElementOf } from '@millrace/bpmn'
import { invariant } from '@millrace/kernel'
import type { ElementInstance } from '../state/element-instance.ts'
import type { RunnableDefinition } from '../state/entities.ts'
import type { Step } from './step.ts'

/** One element at work: the step, the instance, and the element in the compiled process. */
export interface Run<Kind extends Element = Element> {
  readonly step: Step
  readonly instance: ElementInstance
  readonly element: Kind
  readonly definition: RunnableDefinition
}

export type RunOf<Kind extends ElementKind> = Run<ElementOf<Kind>>

/** The element instance of a key, ready to work on; undefined when it is gone, or its process is banned. */
export function runOf(step: Step, key: number): Run | undefined {
  const instance = step.state.instances.get(key)
  if (instance === undefined || step.state.banned.has(instance.processInstanceKey)) return undefined
  const definition = definitionOf(step, instance.definitionKey)
  return { step, instance, element: elementAt(definition, instance.element), definition }
}

export function definitionOf(step: Step, key: number): RunnableDefinition {
  const definition = step.state.definition(key)
  invariant(definition !== undefined, 'a process that runs keeps its definition', String(key))
  return definition
}

export function elementAt(definition: RunnableDefinition, index: number): Element {
  const element = definition.graph.elements[index]
  invariant(element !== undefined, 'elements are numbered by their place', `${definition.bpmnProcessId} ${index}`)
  return element
}

/** How many elements are at work directly inside this scope. */
export const childCount = ({ step, instance }: Run): number => step.state.instances.keys('scope', instance.key).size
