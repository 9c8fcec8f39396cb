import { type XmlElement, childOf, childrenOf } from '../xml/element.ts'
import { flowNodes } from '../model/model.ts'

/** An element's place in the graph. A multi-instance activity has two: its body, and itself within the body. */
export interface Place {
  readonly element: XmlElement
  readonly role: 'process' | 'plain' | 'body' | 'inner'
  readonly index: number
  readonly scope: number
}

/** Numbers the elements of a process, parents before children, and its flows. */
export interface Numbering {
  readonly places: readonly Place[]
  readonly flows: readonly XmlElement[]
  /** The body where there is one: what flows lead to and boundary events are attached to. */
  readonly outer: ReadonlyMap<XmlElement, number>
  /** The activity itself: the scope of what it holds. */
  readonly inner: ReadonlyMap<XmlElement, number>
  readonly flowIndex: ReadonlyMap<XmlElement, number>
}

export const loopOf = (activity: XmlElement): XmlElement | undefined =>
  childOf(activity, 'bpmn:multiInstanceLoopCharacteristics')

export function numbered(process: XmlElement): Numbering {
  const places: Place[] = []
  const flows: XmlElement[] = []
  const outer = new Map<XmlElement, number>()
  const inner = new Map<XmlElement, number>()
  const place = (element: XmlElement, role: Place['role'], scope: number): number => {
    const index = places.length
    places.push({ element, role, index, scope })
    if (role !== 'inner') outer.set(element, index)
    if (role !== 'body') inner.set(element, index)
    return index
  }
  const fill = (container: XmlElement, scope: number): void => {
    for (const node of flowNodes(container)) {
      const loops = loopOf(node) !== undefined
      const own = loops ? place(node, 'inner', place(node, 'body', scope)) : place(node, 'plain', scope)
      if (node.tag === 'bpmn:subProcess') fill(node, own)
    }
    flows.push(...childrenOf(container, 'bpmn:sequenceFlow'))
  }
  fill(process, place(process, 'process', -1))
  return { places, flows, outer, inner, flowIndex: new Map(flows.map((flow, index) => [flow, index])) }
}
