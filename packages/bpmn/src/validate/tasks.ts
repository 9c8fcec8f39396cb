import { attribute, childOf, extensionsOf, filled } from '../xml/element.ts'
import { eventDefinitions } from '../model/model.ts'
import { kinds } from '../model/kinds.ts'
import { rule } from './rule.ts'
import { verifyHandlers } from './handlers.ts'
import type { XmlElement } from '../xml/element.ts'

const count = (element: XmlElement, tag: string): number => extensionsOf(element, tag).length

/** One of the two, once. */
const eitherOf = (element: XmlElement, first: string, second: string): boolean =>
  count(element, first) + count(element, second) === 1

/** Rules of activities, in Zeebe's words. */
export const taskRules = [
  rule(['serviceTask'], ({ element, fault }) => {
    if (count(element, 'zeebe:taskDefinition') !== 1) {
      fault("Must have exactly one 'zeebe:taskDefinition' extension element")
    }
  }),
  rule(['businessRuleTask'], ({ element, fault }) => {
    if (!eitherOf(element, 'zeebe:calledDecision', 'zeebe:taskDefinition')) {
      fault("Must have either one 'zeebe:calledDecision' or one 'zeebe:taskDefinition' extension element")
    }
  }),
  rule(['scriptTask'], ({ element, fault }) => {
    if (!eitherOf(element, 'zeebe:script', 'zeebe:taskDefinition')) {
      fault("Must have either one 'zeebe:script' or one 'zeebe:taskDefinition' extension element")
    }
  }),
  rule(['sendTask'], ({ element, model, fault }) => {
    if (!eitherOf(element, 'zeebe:publishMessage', 'zeebe:taskDefinition')) {
      fault("Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element")
    }
    if (count(element, 'zeebe:publishMessage') > 0 && model.refer(element, 'messageRef') === undefined) {
      fault('Must reference a message')
    }
  }),
  rule(['receiveTask'], ({ element, model, fault }) => {
    const message = model.refer(element, 'messageRef')
    if (message === undefined) {
      fault('Must reference a message')
      return
    }
    const name = filled(message, 'name')
    const boundaryNames = model
      .boundaryEvents(element)
      .flatMap(eventDefinitions)
      .map((definition) => model.refer(definition, 'messageRef'))
      .map((found) => (found === undefined ? undefined : filled(found, 'name')))
    if (name !== undefined && boundaryNames.includes(name)) {
      fault('Cannot reference the same message name as a boundary event')
    }
  }),
  rule(['callActivity'], ({ element, fault }) => {
    if (count(element, 'zeebe:calledElement') !== 1) {
      fault("Must have exactly one 'zeebe:calledElement' extension element")
    }
  }),
  rule(['multiInstanceLoopCharacteristics'], ({ element, fault }) => {
    if (count(element, 'zeebe:loopCharacteristics') !== 1) {
      fault("Must have exactly one 'zeebe:loopCharacteristics' extension element")
    }
  }),
  rule(kinds.activities, ({ element, model, fault }) => {
    verifyHandlers(model, model.boundaryEvents(element).flatMap(eventDefinitions), fault)
    if (attribute(element, 'isForCompensation') === 'true') {
      fault('Compensation handlers are not supported yet')
    }
    if (childOf(element, 'bpmn:standardLoopCharacteristics') !== undefined) {
      fault('Standard loops are not supported: use a multi-instance activity, or a gateway that leads back')
    }
  }),
]
