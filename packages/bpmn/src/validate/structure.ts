import { type XmlElement, attribute, filled, idOf, localName, walk } from '../xml/element.ts'
import type { Model } from '../model/model.ts'
import type { Report } from './fault.ts'
import { checkShape } from './schema.ts'
import { flowElementCount } from '../xml/limits.ts'
import { isFlowNode } from '../model/kinds.ts'

/** Attributes that must name an element of the same file (IDREF in BPMN's schema). */
const idReferences = ['sourceRef', 'targetRef', 'default']
/** `bpmn:messageRef` and its like may be qualified names, which the schema does not check; a dangling one is none. */
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\-·]*$/u

/** What the schema of BPMN checks: ids that are there, valid and unique; references that lead somewhere. */
export function checkStructure(model: Model, report: Report): void {
  const seen = new Set<string>()
  let flowElements = 0
  for (const element of walk(model.definitions)) {
    checkShape(element, model, report)
    if (!element.tag.startsWith('bpmn:')) continue
    checkId(element, seen, report)
    const runs = isFlowNode(element.tag) || element.tag === 'bpmn:sequenceFlow'
    if (runs) flowElements += 1
    if (runs) checkReferences(element, model, report)
  }
  if (flowElements > flowElementCount.most) {
    report(model.definitions, `A file has at most ${flowElementCount.most} flow nodes and sequence flows.`)
  }
}

function checkId(element: XmlElement, seen: Set<string>, report: Report): void {
  const id = attribute(element, 'id')
  if (id === undefined) {
    if (needsId(element))
      report(element, `cvc-complex-type.4: Attribute 'id' must appear on element '${localName(element)}'.`)
    return
  }
  if (!NAME.test(id)) report(element, `cvc-datatype-valid.1.2.1: '${id}' is not a valid value for 'NCName'.`)
  else if (seen.has(id)) report(element, `cvc-id.2: There are multiple occurrences of ID value '${id}'.`)
  seen.add(id)
}

const needsId = (element: XmlElement): boolean =>
  isFlowNode(element.tag) || element.tag === 'bpmn:sequenceFlow' || element.tag === 'bpmn:process'

function checkReferences(element: XmlElement, model: Model, report: Report): void {
  for (const name of idReferences) {
    const reference = filled(element, name)
    if (reference === undefined) {
      if (element.tag === 'bpmn:sequenceFlow' && name !== 'default') {
        report(element, `cvc-complex-type.4: Attribute '${name}' must appear on element 'sequenceFlow'.`)
      }
      continue
    }
    const found = model.find(reference)
    if (found === undefined) report(element, `cvc-id.1: There is no ID/IDREF binding for IDREF '${reference}'.`)
    else checkTarget(element, name, found, report)
  }
}

/** A flow connects flow nodes of its own scope. */
function checkTarget(element: XmlElement, name: string, found: XmlElement, report: Report): void {
  if (name === 'default') {
    if (found.tag !== 'bpmn:sequenceFlow')
      report(element, `Default flow '${idOf(found) ?? ''}' must be a sequence flow`)
    return
  }
  const where = name === 'sourceRef' ? 'start at' : 'lead to'
  if (!isConnectable(found)) report(element, `A sequence flow must ${where} an activity, a gateway or an event`)
  else if (found.parent !== element.parent) {
    report(element, `A sequence flow must ${where} an element of its own process or subprocess`)
  }
}

const isConnectable = (element: XmlElement): boolean =>
  isFlowNode(element.tag) || /(Gateway|Event|Task|SubProcess|transaction|task)$/.test(element.tag)
