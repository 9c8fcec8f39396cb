import { type XmlElement, attribute, childrenOf, localName } from '../xml/element.ts'
import type { Model } from '../model/model.ts'
import type { Report } from './fault.ts'
import { isFlowNode } from '../model/kinds.ts'

const tags = (...lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.flatMap((line) => line.split(' ')).map((name) => `bpmn:${name}`))

/** Elements that hold elements only, besides flow nodes. */
const withoutText = tags('definitions process extensionElements sequenceFlow')

/** What may stand beside processes. */
const roots = tags(
  'documentation extensionElements import extension itemDefinition message signal error escalation process',
  'collaboration choreography globalChoreographyTask globalConversation globalTask globalUserTask globalManualTask',
  'globalScriptTask globalBusinessRuleTask category interface resource dataStore correlationProperty endPoint',
  'partnerEntity partnerRole relationship messageEventDefinition timerEventDefinition signalEventDefinition',
  'errorEventDefinition escalationEventDefinition compensateEventDefinition conditionalEventDefinition',
  'linkEventDefinition terminateEventDefinition cancelEventDefinition',
)

const booleans = ['isExecutable', 'cancelActivity', 'isInterrupting', 'triggeredByEvent', 'isSequential', 'instantiate']

/** Zeebe reads each of these once. */
const single = tagsOfZeebe('ioMapping taskHeaders userTask assignmentDefinition taskSchedule formDefinition versionTag')

function tagsOfZeebe(names: string): readonly string[] {
  return names.split(' ').map((name) => `zeebe:${name}`)
}

/** Misplaced elements and unreadable attributes: what would otherwise be ignored, and a process run without it. */
export function checkShape(element: XmlElement, model: Model, report: Report): void {
  if (element.text !== '' && (withoutText.has(element.tag) || isFlowNode(element.tag))) {
    report(
      element,
      `cvc-complex-type.2.3: Element '${element.tag}' cannot have character [children], because the type's content type is element-only.`,
    )
  }
  if (element.parent?.tag === 'bpmn:definitions' && !roots.has(element.tag)) {
    report(element, `cvc-complex-type.2.4.a: Element '${element.tag}' must not stand in 'bpmn:definitions'.`)
  }
  if (isMisplaced(element)) {
    report(element, `cvc-complex-type.2.4.a: Element '${element.tag}' must stand in 'bpmn:extensionElements'.`)
  }
  for (const name of booleans) {
    const value = attribute(element, name)
    if (value !== undefined && !/^(true|false|0|1)$/.test(value)) {
      report(element, `cvc-datatype-valid.1.2.1: '${value}' is not a valid value for 'boolean'.`)
    }
  }
  if (element.tag === 'bpmn:extensionElements') checkSingle(element, report)
  for (const tag of ['bpmn:incoming', 'bpmn:outgoing']) {
    for (const { text } of childrenOf(element, tag)) {
      if (model.find(text) === undefined) report(element, `Unable to find a model element instance for id ${text}`)
    }
  }
}

const isMisplaced = (element: XmlElement): boolean =>
  element.tag.startsWith('zeebe:') &&
  element.parent?.tag.startsWith('bpmn:') === true &&
  element.parent.tag !== 'bpmn:extensionElements'

function checkSingle(extensions: XmlElement, report: Report): void {
  for (const tag of single) {
    const found = childrenOf(extensions, tag)
    if (found.length > 1) report(extensions, `Element '${tag}' must be there once, not ${found.length} times`)
  }
  const other = extensions.children.find(({ tag }) => tag.startsWith('bpmn:'))
  if (other !== undefined)
    report(extensions, `Element '${localName(other)}' must not stand in 'bpmn:extensionElements'`)
}
