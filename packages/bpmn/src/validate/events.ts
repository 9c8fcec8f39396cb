import { type XmlElement, attribute, childOf, extensionsOf, filled } from '../xml/element.ts'
import { eventDefinitions, isInterrupting } from '../model/model.ts'
import { kinds } from '../model/kinds.ts'
import { rule } from './rule.ts'

const supported = (names: string): ReadonlySet<string> =>
  new Set(names.split(' ').map((name) => `bpmn:${name}EventDefinition`))

const definitions = supported('message timer error terminate signal link escalation compensate')
const onBoundaries = supported('timer message error signal escalation compensate')
const atEnds = supported('error message terminate signal escalation compensate')
const caught = supported('message timer signal link')
const thrown = supported('message signal escalation link compensate')
const nonInterrupting = supported('message timer signal escalation')

const attachable = new Set(['bpmn:subProcess', 'bpmn:callActivity'])

/** What a boundary event, or the start event of an event subprocess, may be, depending on whether it interrupts. */
export function verifyInterruption(event: XmlElement, fault: (message: string) => void): void {
  for (const definition of eventDefinitions(event)) {
    if (!isInterrupting(event) && !nonInterrupting.has(definition.tag)) {
      fault('Non-Interrupting event of this type is not allowed')
    }
    if (isInterrupting(event) && childOf(definition, 'bpmn:timeCycle') !== undefined) {
      fault('Interrupting timer event with time cycle is not allowed.')
    }
  }
}

/** Rules of events, in Zeebe's words. */
export const eventRules = [
  rule(['boundaryEvent'], ({ element, model, fault }) => {
    const attachedTo = model.refer(element, 'attachedToRef')
    if (attachedTo === undefined) fault('Must be attached to an activity')
    else if (attachedTo.parent !== element.parent || !isActivity(attachedTo)) {
      fault('Must be attached to an activity of the same process or subprocess')
    }
    if (model.declaredIncoming(element).length > 0) fault('Cannot have incoming sequence flows')
    if (model.declaredOutgoing(element).length === 0)
      fault('Must have at least one outgoing sequence flow or association')
    const own = eventDefinitions(element)
    if (own.length !== 1) fault('Must have exactly one event definition')
    for (const definition of own) {
      if (!onBoundaries.has(definition.tag)) {
        fault('Boundary events must be one of: timer, message, error, signal, escalation')
      }
      if (definition.tag === 'bpmn:escalationEventDefinition' && !attachable.has(attachedTo?.tag ?? '')) {
        fault('An escalation boundary event should only be attached to a subprocess, or a call activity.')
      }
    }
    verifyInterruption(element, fault)
  }),
  rule(['startEvent'], ({ element, fault }) => {
    if (eventDefinitions(element).length > 1) fault("Start event can't have more than one type")
  }),
  rule(['endEvent'], ({ element, model, fault }) => {
    if (model.declaredOutgoing(element).length > 0) {
      fault('End events must not have outgoing sequence flows to other elements.')
    }
    const own = eventDefinitions(element)
    if (own.length > 1) fault('Must have at most one event definition')
    if (own.some((definition) => !atEnds.has(definition.tag))) {
      fault('End events must be one of: none, error, message, terminate, signal, escalation or compensation')
    }
  }),
  rule(['intermediateCatchEvent'], ({ element, fault }) => {
    const [definition, ...more] = eventDefinitions(element)
    if (definition === undefined || more.length > 0) fault('Must have exactly one event definition')
    else if (!caught.has(definition.tag)) fault('Event definition must be one of: message, timer, signal, or link')
    else if (
      definition.tag === 'bpmn:timerEventDefinition' &&
      childOf(definition, 'bpmn:timeDuration') === undefined &&
      childOf(definition, 'bpmn:timeDate') === undefined
    ) {
      fault('Intermediate timer catch event must have either a time duration or a time date.')
    }
  }),
  rule(['intermediateThrowEvent'], ({ element, fault }) => {
    const own = eventDefinitions(element)
    if (own.length > 1) fault('Must have at most one event definition')
    if (own.some((definition) => !thrown.has(definition.tag))) {
      fault('Intermediate throw events must be one of: none, message, signal, escalation or link')
    }
  }),
  rule(kinds.throwEvents, ({ element, model, fault }) => {
    const message = eventDefinitions(element).find(({ tag }) => tag === 'bpmn:messageEventDefinition')
    if (message === undefined) return
    const published = extensionsOf(message, 'zeebe:publishMessage').length
    const jobs = extensionsOf(element, 'zeebe:taskDefinition').length
    if (published + jobs !== 1) {
      fault("Must have either one 'zeebe:publishMessage' or one 'zeebe:taskDefinition' extension element")
    } else if (jobs === 0 && model.refer(message, 'messageRef') === undefined) fault('Must reference a message')
  }),
]

const isActivity = (element: XmlElement): boolean => kinds.activities.some((tag) => element.tag === `bpmn:${tag}`)

/** Rules of what makes an event wait or throw. */
export const definitionRules = [
  rule([...definitions, 'bpmn:conditionalEventDefinition', 'bpmn:cancelEventDefinition'], ({ element, fault }) => {
    if (!definitions.has(element.tag)) fault('Event definition of this type is not supported')
  }),
  rule(['messageEventDefinition'], ({ element, model, fault }) => {
    const throwing = kinds.throwEvents.some((tag) => element.parent?.tag === `bpmn:${tag}`)
    if (!throwing && model.refer(element, 'messageRef') === undefined) fault('Must reference a message')
  }),
  rule(['signalEventDefinition'], ({ element, model, fault }) => {
    if (model.refer(element, 'signalRef') === undefined) fault('Must reference a signal')
  }),
  rule(['linkEventDefinition'], ({ element, fault }) => {
    if (filled(element, 'name') === undefined) fault('Link name must be present and not empty.')
  }),
  rule(['timerEventDefinition'], ({ element, fault }) => {
    const given = ['bpmn:timeDate', 'bpmn:timeDuration', 'bpmn:timeCycle'].filter(
      (tag) => childOf(element, tag) !== undefined,
    )
    if (given.length !== 1) fault('Must be exactly one type of timer: timeDuration, timeDate or timeCycle')
  }),
  rule(['errorEventDefinition'], ({ element, model, fault }) => {
    const error = model.refer(element, 'errorRef')
    const code = error === undefined ? undefined : attribute(error, 'errorCode')
    if (element.parent?.tag === 'bpmn:endEvent') {
      if (error === undefined) fault('Must reference an error')
      else if (code === undefined || code === '') fault('ErrorCode must be present and not empty')
    } else if (code?.startsWith('=') === true) {
      fault('The errorCode of the error catch event is not allowed to be an expression')
    }
  }),
  rule(['escalationEventDefinition'], ({ element, model, fault }) => {
    const escalation = model.refer(element, 'escalationRef')
    const throwing = kinds.throwEvents.some((tag) => element.parent?.tag === `bpmn:${tag}`)
    if (throwing && escalation === undefined) fault('Must reference an escalation')
    const code = escalation === undefined ? undefined : attribute(escalation, 'escalationCode')
    if (!throwing && code?.startsWith('=') === true) {
      fault('The escalationCode of the escalation catch event is not allowed to be an expression')
    }
  }),
]
