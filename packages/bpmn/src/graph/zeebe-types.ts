import type { Element, ElementKind } from './element.ts'

/** `bpmnElementType` of Zeebe's records. */
export const bpmnElementType = {
  process: 'PROCESS',
  subProcess: 'SUB_PROCESS',
  eventSubProcess: 'EVENT_SUB_PROCESS',
  multiInstanceBody: 'MULTI_INSTANCE_BODY',
  startEvent: 'START_EVENT',
  intermediateCatchEvent: 'INTERMEDIATE_CATCH_EVENT',
  intermediateThrowEvent: 'INTERMEDIATE_THROW_EVENT',
  endEvent: 'END_EVENT',
  boundaryEvent: 'BOUNDARY_EVENT',
  serviceTask: 'SERVICE_TASK',
  sendTask: 'SEND_TASK',
  scriptTask: 'SCRIPT_TASK',
  businessRuleTask: 'BUSINESS_RULE_TASK',
  userTask: 'USER_TASK',
  receiveTask: 'RECEIVE_TASK',
  manualTask: 'MANUAL_TASK',
  task: 'TASK',
  callActivity: 'CALL_ACTIVITY',
  exclusiveGateway: 'EXCLUSIVE_GATEWAY',
  inclusiveGateway: 'INCLUSIVE_GATEWAY',
  parallelGateway: 'PARALLEL_GATEWAY',
  eventBasedGateway: 'EVENT_BASED_GATEWAY',
} as const satisfies Record<ElementKind, string>

/** `bpmnEventType` of Zeebe's records; `UNSPECIFIED` for what is no event. */
export function bpmnEventType(element: Element): string {
  if (element.kind === 'receiveTask') return 'MESSAGE'
  return 'event' in element ? element.event.kind.toUpperCase() : 'UNSPECIFIED'
}
