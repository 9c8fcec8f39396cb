import { type Context, present } from './context.ts'
import { eventDefinitions, flowNodes, isEventSubProcess } from '../model/model.ts'
import type { ContainerBase } from '../graph/element.ts'
import type { XmlElement } from '../xml/element.ts'

/** What a process, subprocess or event subprocess says about its children. */
export function containerParts(
  context: Context,
  container: XmlElement,
): Pick<ContainerBase, 'children' | 'noneStart' | 'startEvents' | 'eventSubProcesses'> {
  const nodes = flowNodes(container).toReversed()
  const starts = nodes.filter((node) => node.tag === 'bpmn:startEvent')
  const noneStart = starts.find((start) => eventDefinitions(start).length === 0)
  const indexes = (elements: readonly XmlElement[]): readonly number[] => elements.map((each) => context.index(each))
  return {
    children: indexes(nodes),
    noneStart: noneStart === undefined ? undefined : context.index(noneStart),
    startEvents: indexes(starts),
    eventSubProcesses: indexes(nodes.filter(isEventSubProcess)),
  }
}

/** The only start event of an event subprocess. */
export function onlyStart(context: Context, container: XmlElement): number {
  return present(containerParts(context, container).startEvents[0], 'valid event subprocess has a start event')
}
