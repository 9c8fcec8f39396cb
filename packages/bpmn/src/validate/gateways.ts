import { type XmlElement, attribute, childOf, idOf } from '../xml/element.ts'
import { eventDefinitions } from '../model/model.ts'
import { kinds } from '../model/kinds.ts'
import { rule } from './rule.ts'
import { verifyNames } from './handlers.ts'
import type { Model } from '../model/model.ts'

const waits = new Set(['bpmn:timerEventDefinition', 'bpmn:messageEventDefinition', 'bpmn:signalEventDefinition'])

const isWait = (target: XmlElement | undefined): boolean => {
  if (target?.tag !== 'bpmn:intermediateCatchEvent') return false
  const [definition, ...more] = eventDefinitions(target)
  return definition !== undefined && more.length === 0 && waits.has(definition.tag)
}

const targetsOf = (model: Model, gateway: XmlElement): XmlElement[] =>
  model
    .declaredOutgoing(gateway)
    .map((flow) => model.refer(flow, 'targetRef'))
    .filter((target) => target !== undefined)

const hasCondition = (flow: XmlElement): boolean => childOf(flow, 'bpmn:conditionExpression') !== undefined

/** Rules of gateways and of the flows that leave them, in Zeebe's words. */
export const gatewayRules = [
  rule(['eventBasedGateway'], ({ element, model, fault }) => {
    const flows = model.declaredOutgoing(element)
    if (flows.length < 2) fault('Event-based gateway must have at least 2 outgoing sequence flows.')
    const targets = targetsOf(model, element)
    if (!targets.every(isWait)) {
      fault(
        'Event-based gateway must not have an outgoing sequence flow to other elements than message/timer/signal intermediate catch events.',
      )
    }
    verifyNames(model, targets.filter(isWait).flatMap(eventDefinitions), fault)
    const others = targets
      .flatMap((target) => model.declaredIncoming(target))
      .some((flow) => attribute(flow, 'sourceRef') !== idOf(element))
    if (others) {
      fault(
        'Target elements of an event gateway must not have any additional incoming sequence flows other than that from the event gateway.',
      )
    }
  }),
  rule(['exclusiveGateway', 'inclusiveGateway'], ({ element, model, fault }) => {
    const flow = model.refer(element, 'default')
    if (flow !== undefined && attribute(flow, 'sourceRef') !== idOf(element)) {
      fault('Default flow must start at gateway')
    }
  }),
  rule(['sequenceFlow'], ({ element, model, fault }) => {
    const source = model.refer(element, 'sourceRef')
    if (source === undefined || hasCondition(element)) return
    if (model.declaredOutgoing(source).length < 2 || model.refer(source, 'default') === element) return
    if (source.tag === 'bpmn:exclusiveGateway') fault('Must have a condition or be default flow')
    if (source.tag === 'bpmn:inclusiveGateway') fault('Must have a condition')
  }),
  rule(
    kinds.flowNodes.filter((tag) => tag !== 'exclusiveGateway' && tag !== 'inclusiveGateway'),
    ({ element, model, fault }) => {
      if (model.declaredOutgoing(element).some(hasCondition)) {
        fault('Conditional sequence flows are only supported at exclusive or inclusive gateway')
      }
    },
  ),
]
