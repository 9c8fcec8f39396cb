import { type XmlElement, attribute, childrenOf } from '../xml/element.ts'
import { eventDefinitions, isEventSubProcess } from '../model/model.ts'
import { verifyHandlers, verifyNames } from './handlers.ts'
import type { Model } from '../model/model.ts'
import { rule } from './rule.ts'
import { verifyInterruption } from './events.ts'

const triggers = new Set(
  ['timer', 'message', 'error', 'signal', 'escalation'].map((name) => `bpmn:${name}EventDefinition`),
)
const WRONG_TRIGGER = 'Start events in event subprocesses must be one of: message, timer, error, signal or escalation'

const startsOf = (scope: XmlElement): XmlElement[] => childrenOf(scope, 'bpmn:startEvent')

const linksOf = (scope: XmlElement, tag: string): XmlElement[] =>
  childrenOf(scope, tag)
    .flatMap(eventDefinitions)
    .filter((definition) => definition.tag === 'bpmn:linkEventDefinition')

/** Links must be unique in a scope and those below it; each throw needs a catch in its own scope. */
function verifyLinks(model: Model, scope: XmlElement, fault: (message: string) => void): void {
  const below = (from: XmlElement): XmlElement[] => [
    ...linksOf(from, 'bpmn:intermediateCatchEvent'),
    ...childrenOf(from, 'bpmn:subProcess').flatMap(below),
  ]
  verifyNames(model, below(scope), fault)
  const caught = new Set(linksOf(scope, 'bpmn:intermediateCatchEvent').map((link) => attribute(link, 'name')))
  const thrown = new Set(linksOf(scope, 'bpmn:intermediateThrowEvent').map((link) => attribute(link, 'name')))
  for (const name of thrown) {
    if (name !== undefined && name !== '' && !caught.has(name)) {
      fault(`Can't find an catch link event for the throw link event with the name '${name}'.`)
    }
  }
}

function verifyEventSubProcesses(model: Model, scope: XmlElement, fault: (message: string) => void): void {
  const definitions = childrenOf(scope, 'bpmn:subProcess')
    .filter(isEventSubProcess)
    .flatMap(startsOf)
    .flatMap(eventDefinitions)
  verifyHandlers(model, definitions, fault)
}

/** Rules of processes and subprocesses, in Zeebe's words. */
export const containerRules = [
  rule(['definitions'], ({ model, fault }) => {
    if (model.processes.length === 0) fault('Must contain at least one executable process')
  }),
  rule(['process'], ({ element, model, fault }) => {
    const starts = startsOf(element)
    const none = starts.filter((start) => eventDefinitions(start).length === 0)
    if (starts.length === 0) fault('Must have at least one start event')
    else if (none.length > 1) fault('Multiple none start events are not allowed')
    const allowed = new Set([...triggers].filter((tag) => !/error|escalation/.test(tag)))
    if (starts.flatMap(eventDefinitions).some((definition) => !allowed.has(definition.tag))) {
      fault('Start events of a process must be one of: none, message, timer or signal')
    }
    verifyEventSubProcesses(model, element, fault)
    const signals = starts.flatMap(eventDefinitions).filter(({ tag }) => tag === 'bpmn:signalEventDefinition')
    verifyNames(model, signals, fault)
    verifyLinks(model, element, fault)
  }),
  rule(['subProcess'], ({ element, model, fault }) => {
    const starts = startsOf(element)
    if (starts.length !== 1) fault('Must have exactly one start event')
    const start = starts[0]
    if (start !== undefined) {
      const definitions = eventDefinitions(start)
      if (!isEventSubProcess(element)) {
        if (definitions.length > 0) fault('Start events in subprocesses must be of type none')
      } else {
        if (definitions.length === 0) fault(WRONG_TRIGGER)
        for (const definition of definitions) if (!triggers.has(definition.tag)) fault(WRONG_TRIGGER)
        verifyInterruption(start, fault)
      }
    }
    if (isEventSubProcess(element)) {
      const connected = model.incoming(element).length + model.outgoing(element).length
      if (connected > 0) fault('Event subprocesses must not have incoming or outgoing sequence flows')
    }
    verifyEventSubProcesses(model, element, fault)
    verifyLinks(model, element, fault)
  }),
]
