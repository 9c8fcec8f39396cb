import { type Context, present } from './context.ts'
import type { Element, ElementBase } from '../graph/element.ts'
import { calledDecision, calledProcess, headersOf, jobOf, scriptOf } from './jobs.ts'
import { containerParts, onlyStart } from './containers.ts'
import { isEventSubProcess, isInterrupting } from '../model/model.ts'
import { readBoundary, readCatch, readEnd, readMessage, readStart, readThrow } from './events.ts'
import type { FlowNodeTag } from '../model/kinds.ts'
import type { XmlElement } from '../xml/element.ts'
import { extensionOf } from '../xml/element.ts'
import { upstream } from './joins.ts'
import { userTask } from './user-task.ts'

/** Compiles one kind of flow node; the base (index, flows, mappings) is the same for all. */
type Compile = (context: Context, node: XmlElement, base: ElementBase) => Element

const job = (context: Context, node: XmlElement) => present(jobOf(context, node), 'valid task has a task definition')

const defaultFlow = (context: Context, gateway: XmlElement): number | undefined => {
  const flow = context.model.refer(gateway, 'default')
  return flow === undefined ? undefined : context.flowIndex(flow)
}

/** One entry per element of BPMN that runs. */
export const compilers: Readonly<Record<FlowNodeTag, Compile>> = {
  task: (_, __, base) => ({ ...base, kind: 'task' }),
  manualTask: (_, __, base) => ({ ...base, kind: 'manualTask' }),
  serviceTask: (context, node, base) => ({ ...base, kind: 'serviceTask', job: job(context, node) }),
  sendTask: (context, node, base) => ({ ...base, kind: 'sendTask', job: job(context, node) }),
  receiveTask: (context, node, base) => ({
    ...base,
    kind: 'receiveTask',
    message: readMessage(context, context.model.refer(node, 'messageRef')),
  }),
  userTask: (context, node, base) => ({
    ...base,
    kind: 'userTask',
    task: userTask(context, node),
    headers: headersOf(node),
  }),
  scriptTask: (context, node, base) => ({
    ...base,
    kind: 'scriptTask',
    work:
      extensionOf(node, 'zeebe:script') === undefined
        ? { kind: 'job', job: job(context, node) }
        : { kind: 'script', script: scriptOf(context, node) },
  }),
  businessRuleTask: (context, node, base) => ({
    ...base,
    kind: 'businessRuleTask',
    work:
      extensionOf(node, 'zeebe:calledDecision') === undefined
        ? { kind: 'job', job: job(context, node) }
        : { kind: 'decision', decision: calledDecision(context, node) },
  }),
  callActivity: (context, node, base) => ({ ...base, kind: 'callActivity', called: calledProcess(context, node) }),
  subProcess: (context, node, base) => {
    const container = { ...base, ...containerParts(context, node) }
    return isEventSubProcess(node)
      ? { ...container, kind: 'eventSubProcess', start: onlyStart(context, node) }
      : { ...container, kind: 'subProcess' }
  },
  exclusiveGateway: (context, node, base) => ({
    ...base,
    kind: 'exclusiveGateway',
    defaultFlow: defaultFlow(context, node),
  }),
  inclusiveGateway: (context, node, base) => ({
    ...base,
    kind: 'inclusiveGateway',
    defaultFlow: defaultFlow(context, node),
    upstream: upstream(context, node),
  }),
  parallelGateway: (_, __, base) => ({ ...base, kind: 'parallelGateway' }),
  eventBasedGateway: (context, node, base) => ({
    ...base,
    kind: 'eventBasedGateway',
    events: context.outgoing(node).map((flow) => context.index(context.model.refer(flow, 'targetRef'))),
  }),
  startEvent: (context, node, base) => ({
    ...base,
    kind: 'startEvent',
    event: readStart(context, node),
    interrupting: isInterrupting(node),
  }),
  intermediateCatchEvent: (context, node, base) => ({
    ...base,
    kind: 'intermediateCatchEvent',
    event: readCatch(context, node),
    afterEventBasedGateway: context.model
      .incoming(node)
      .some((flow) => context.model.refer(flow, 'sourceRef')?.tag === 'bpmn:eventBasedGateway'),
  }),
  intermediateThrowEvent: (context, node, base) => ({
    ...base,
    kind: 'intermediateThrowEvent',
    event: readThrow(context, node),
  }),
  boundaryEvent: (context, node, base) => ({
    ...base,
    kind: 'boundaryEvent',
    event: readBoundary(context, node),
    attachedTo: context.index(context.model.refer(node, 'attachedToRef')),
    interrupting: isInterrupting(node),
  }),
  endEvent: (context, node, base) => ({ ...base, kind: 'endEvent', event: readEnd(context, node) }),
}
