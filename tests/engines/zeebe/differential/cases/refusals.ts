import { process } from '@millrace/bpmn'
import { type Case, type Cases, call, complete, message, once, start, take } from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
const oneTask = (id: string) => process(id).startEvent().serviceTask('t', job(id)).endEvent()
const refused =
  (make: (id: string) => { toXml(): string }) =>
  (id: string): Case => ({ files: [make(id).toXml()], steps: [] })

/** Calls and files that are refused. */
export const refusals: Cases = {
  'a process that is not there': () => ({ files: [], steps: [start()] }),
  'a process without a none start event': (id) => ({
    files: [
      process(id)
        .startEvent('s', { message: `${id}-m` })
        .endEvent(),
    ],
    steps: [start()],
  }),
  'a start before an element': (id) => ({
    files: [process(id).startEvent().task('a').serviceTask('b', job(id)).endEvent()],
    steps: [{ kind: 'start', variables: { x: 1 }, more: { startInstructions: [{ elementId: 'b' }] } }, complete('a')],
  }),
  'a start before two elements': (id) => ({
    files: [process(id).startEvent().task('a').task('b').endEvent()],
    steps: [{ kind: 'start', variables: {}, more: { startInstructions: [{ elementId: 'a' }, { elementId: 'b' }] } }],
  }),
  'a start before what is not there': (id) => ({
    files: [oneTask(id)],
    steps: [{ kind: 'start', variables: {}, more: { startInstructions: [{ elementId: 'zzz' }] } }],
  }),
  'a start before a start event': (id) => ({
    files: [oneTask(id)],
    steps: [{ kind: 'start', variables: {}, more: { startInstructions: [{ elementId: 'start' }] } }],
  }),
  'a start before a boundary event': (id) => ({
    files: [
      oneTask(id)
        .moveTo('t')
        .boundaryEvent('b', { timer: { duration: 'PT1H' } })
        .endEvent('eb'),
    ],
    steps: [{ kind: 'start', variables: {}, more: { startInstructions: [{ elementId: 'b' }] } }],
  }),
  'a message id twice': (id) => ({
    files: [],
    steps: [
      message('m', id, {}, { messageId: 'x' }),
      message('m', id, {}, { messageId: 'x' }),
      message('n', id, {}, { messageId: 'x' }),
    ],
  }),
  'variables that are no object': (id) =>
    once(
      oneTask(id),
      {},
      call('SetVariables', { elementInstanceKey: '$instance', variables: '[1]' }),
      call('SetVariables', { elementInstanceKey: '$instance', variables: '"x"' }),
      call('SetVariables', { elementInstanceKey: '$instance', variables: '7' }),
    ),
  'no retries, and fewer than none': (id) =>
    once(
      oneTask(id),
      {},
      take('a'),
      call('UpdateJobRetries', { jobKey: '$job', retries: 0 }),
      call('UpdateJobRetries', { jobKey: '$job', retries: -1 }),
    ),
  'a version that is not there': (id) => ({
    files: [oneTask(id)],
    steps: [
      call('CreateProcessInstance', { bpmnProcessId: '$id', version: 2 }),
      call('CreateProcessInstance', { bpmnProcessId: '$id', version: 0 }),
    ],
  }),
  'a process that was deleted': (id) => ({
    files: [oneTask(id)],
    steps: [call('DeleteResource', { resourceKey: 1 })],
  }),
  'two processes of one id in one call': (id) => ({
    files: [oneTask(id), process(id).startEvent().endEvent()],
    steps: [],
  }),
  'a file without a process': () => ({
    files: [
      '<?xml version="1.0"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"/>',
    ],
    steps: [],
  }),
  'a service task without type': refused((id) => process(id).startEvent().serviceTask('t', { type: '' }).endEvent()),
  'an inclusive join': refused((id) =>
    process(id)
      .startEvent()
      .inclusiveGateway('f')
      .condition('=a')
      .task('a')
      .inclusiveGateway('j')
      .endEvent()
      .moveTo('f')
      .condition('=b')
      .task('b')
      .connectTo('j'),
  ),
  'an event-based gateway with one way out': refused((id) =>
    process(id).startEvent().eventBasedGateway('g').intermediateCatchEvent('c', { signal: 's' }).endEvent(),
  ),
  'an event-based gateway that leads to a task': refused((id) =>
    process(id).startEvent().eventBasedGateway('g').task('a').endEvent().moveTo('g').task('b').endEvent('e2'),
  ),
  'a link that leads nowhere': refused((id) => process(id).startEvent().intermediateThrowEvent('l', { link: 'x' })),
  'two boundary events for one error': refused((id) =>
    oneTask(id)
      .moveTo('t')
      .boundaryEvent('b', { error: 'E' })
      .endEvent('eb')
      .moveTo('t')
      .boundaryEvent('c', { error: 'E' })
      .endEvent('ec'),
  ),
  'two boundary events for one message': refused((id) =>
    oneTask(id)
      .moveTo('t')
      .boundaryEvent('b', { message: 'm', correlationKey: '=k' })
      .endEvent('eb')
      .moveTo('t')
      .boundaryEvent('c', { message: 'm', correlationKey: '=k' })
      .endEvent('ec'),
  ),
  'a cycle in a timer of the flow': refused((id) =>
    process(id)
      .startEvent()
      .intermediateCatchEvent('c', { timer: { cycle: 'R3/PT1S' } })
      .endEvent(),
  ),
  'an escalation at the border of a task': refused((id) =>
    oneTask(id).moveTo('t').boundaryEvent('b', { escalation: 'E' }).endEvent('eb'),
  ),
  'an error that does not interrupt': refused((id) =>
    oneTask(id).moveTo('t').boundaryEvent('b', { error: 'E', interrupting: false }).endEvent('eb'),
  ),
}
