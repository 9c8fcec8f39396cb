import type { Context } from './context.ts'
import type { XmlElement } from '../xml/element.ts'
import { linkName } from '../model/model.ts'

/**
 * For each incoming flow of an inclusive gateway: the elements from which a token can still come to it without passing
 * the gateway, over flows, boundary events and links. Nothing when there is nothing to join.
 */
export function upstream(context: Context, gateway: XmlElement): readonly (readonly number[])[] {
  const incoming = context.model.incoming(gateway)
  if (incoming.length < 2) return incoming.map(() => [])
  return incoming.map((flow) => {
    const source = context.model.refer(flow, 'sourceRef')
    return source === undefined || source === gateway ? [] : reaching(context, source, gateway)
  })
}

function reaching(context: Context, last: XmlElement, gateway: XmlElement): readonly number[] {
  const found = new Set([last])
  for (const node of found) {
    for (const before of predecessors(context, node)) if (before !== gateway) found.add(before)
  }
  return [...found].map((node) => context.index(node)).toSorted((a, b) => a - b)
}

function predecessors(context: Context, node: XmlElement): readonly XmlElement[] {
  const { model } = context
  const sources = model.incoming(node).map((flow) => model.refer(flow, 'sourceRef'))
  const attachedTo = node.tag === 'bpmn:boundaryEvent' ? model.refer(node, 'attachedToRef') : undefined
  const name = node.tag === 'bpmn:intermediateCatchEvent' ? linkName(node) : undefined
  const throwing = name === undefined ? [] : model.links(node.parent, 'bpmn:intermediateThrowEvent', name)
  return [...sources, attachedTo, ...throwing].filter((before) => before !== undefined)
}
