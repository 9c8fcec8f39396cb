import type { ElementKind } from '@millrace/bpmn'
import type { Behaviour } from './behaviour.ts'
import { boundaryEvent } from './boundary-event.ts'
import { businessRuleTask } from './business-rule-task.ts'
import { callActivity } from './call-activity.ts'
import { endEvent } from './end-event.ts'
import { eventBasedGateway } from './event-based-gateway.ts'
import { exclusiveGateway } from './exclusive-gateway.ts'
import { inclusiveGateway } from './inclusive-gateway.ts'
import { intermediateCatchEvent } from './intermediate-catch-event.ts'
import { intermediateThrowEvent } from './intermediate-throw-event.ts'
import { multiInstanceBody } from './multi-instance-body.ts'
import { parallelGateway } from './parallel-gateway.ts'
import { manualTask, task } from './pass-through.ts'
import { process } from './process.ts'
import { receiveTask } from './receive-task.ts'
import { scriptTask } from './script-task.ts'
import { sendTask } from './send-task.ts'
import { serviceTask } from './service-task.ts'
import { startEvent } from './start-event.ts'
import { eventSubProcess, subProcess } from './sub-process.ts'
import { userTask } from './user-task.ts'

/** Every kind of element that can run. */
export const behaviours: { readonly [Kind in ElementKind]: Behaviour<Kind> } = {
  process,
  subProcess,
  eventSubProcess,
  multiInstanceBody,
  startEvent,
  intermediateCatchEvent,
  intermediateThrowEvent,
  endEvent,
  boundaryEvent,
  serviceTask,
  sendTask,
  scriptTask,
  businessRuleTask,
  userTask,
  receiveTask,
  manualTask,
  task,
  callActivity,
  exclusiveGateway,
  inclusiveGateway,
  parallelGateway,
  eventBasedGateway,
}
