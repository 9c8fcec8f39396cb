import { type XmlElement, attribute, childOf, extensionsOf, localName } from '../xml/element.ts'
import { isFlowNode, kinds, passive } from '../model/kinds.ts'
import { eventDefinitions } from '../model/model.ts'
import { rule } from './rule.ts'

/** Rules of what BPMN or Zeebe has and this engine does not run: refused, never ignored. */
export const unsupportedRules = [
  rule(['sequenceFlow', ...kinds.flowNodes, 'process'], ({ element, fault }) => {
    for (const [tag, name] of listeners) {
      if (extensionsOf(element, tag).some((group) => group.children.length > 0)) {
        fault(`${name} are not supported yet`)
      }
    }
  }),
  rule(kinds.events, ({ element, fault }) => {
    if (eventDefinitions(element).some(({ tag }) => tag === 'bpmn:compensateEventDefinition')) {
      fault('Compensation events are not supported yet')
    }
    if (childOf(element, 'bpmn:eventDefinitionRef') !== undefined) {
      fault('References to event definitions are not supported: the event must hold its definition')
    }
  }),
  rule(['messageEventDefinition', 'sendTask'], ({ element, fault }) => {
    if (extensionsOf(element, 'zeebe:publishMessage').length > 0) {
      fault(
        "'zeebe:publishMessage' is not supported yet: use a 'zeebe:taskDefinition', whose worker publishes the message",
      )
    }
  }),
  rule(['receiveTask', 'eventBasedGateway'], ({ element, fault }) => {
    if (attribute(element, 'instantiate') === 'true') fault("Attribute 'instantiate' is not supported")
  }),
]

const listeners = [
  ['zeebe:executionListeners', 'Execution listeners'],
  ['zeebe:taskListeners', 'Task listeners'],
] as const

/** What a process or subprocess holds that is neither a known flow element nor passive, in Zeebe's words. */
export function unsupportedElement(element: XmlElement): string | undefined {
  const scope = element.parent?.tag
  if (scope !== 'bpmn:process' && scope !== 'bpmn:subProcess') return undefined
  if (!element.tag.startsWith('bpmn:') || element.tag === 'bpmn:sequenceFlow') return undefined
  if (isFlowNode(element.tag) || passive.has(element.tag)) return undefined
  const name = localName(element)
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  return `Elements of type '${type}' are currently not supported. Please refer to the documentation for a list of supported elements: https://docs.camunda.io/docs/components/modeler/bpmn/bpmn-coverage/`
}
