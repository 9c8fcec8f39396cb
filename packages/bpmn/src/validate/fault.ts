import { type XmlElement, pathOf } from '../xml/element.ts'

/** One thing that is wrong with a model. */
export interface ModelFault {
  /** The element's id; of what has none the path from the closest element with one: `task > extensionElements > input`. */
  readonly element: string
  readonly message: string
  /** `structure`: ids and references; `model`: what BPMN and Zeebe allow; `expression`: FEEL and static values. */
  readonly aspect: 'structure' | 'model' | 'expression'
}

/** A fault with the element itself: two of one path are two. */
export interface LocatedFault extends ModelFault {
  readonly at: XmlElement
}

/** Collects what a check finds. */
export type Report = (element: XmlElement, message: string) => void

export function collect(aspect: ModelFault['aspect'], faults: LocatedFault[]): Report {
  return (element, message) => faults.push({ element: pathOf(element), message, aspect, at: element })
}
