import { process } from '@millrace/bpmn'
import {
  type Cases,
  call,
  cancel,
  complete,
  fail,
  message,
  once,
  resolve,
  setVariables,
  take,
  throwError,
} from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })

/** Tasks of every kind, their mappings, and what becomes of their jobs. */
export const tasks: Cases = {
  'a service task brings its variables to the process': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      { x: 1 },
      complete('a', { y: [1, 'b', null], x: 2 }),
    ),
  'input mappings make variables of the task': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), inputs: { a: '=x + 1', 'b.c': '=x', 'b.d': '="text"', e: 'as it stands' } })
        .endEvent(),
      { x: 1 },
      complete('a', { a: 5, z: 6 }),
    ),
  'output mappings alone reach the process': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), outputs: { r: '=result', 'o.n': '=x + n', 'o.list[1]': '=1' } })
        .endEvent(),
      { x: 1 },
      complete('a', { result: { ok: true }, n: 2, lost: 'yes' }),
    ),
  'output mappings write into what is there': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', {
          ...job(id),
          inputs: { local: '=1' },
          outputs: { 'order.state': '=state', sum: '=local + x' },
        })
        .endEvent(),
      { x: 1, order: { id: 7, state: 'new' } },
      complete('a', { state: 'paid' }),
    ),
  'a variable that an input mapping lacks is null': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), inputs: { a: '=missing', b: '=missing.deep' } })
        .endEvent(),
      {},
      complete('a'),
    ),
  'an input mapping that fails is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), inputs: { a: '=assert(x, x != null)' } })
        .endEvent(),
      {},
      setVariables({ x: 3 }),
      resolve,
      complete('a'),
    ),
  'an output mapping that fails is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), outputs: { a: '=assert(y, y != null)' } })
        .endEvent(),
      {},
      complete('a'),
      setVariables({ y: 3 }),
      resolve,
    ),
  'headers, type and retries of a job come from the model': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { type: '=kind', retries: '=n + 4', headers: { url: 'http://x', method: 'GET' } })
        .endEvent(),
      { kind: `${id}-a`, n: 1 },
      complete('a'),
    ),
  'a job type that is no text is an incident': (id) =>
    once(
      process(id).startEvent().serviceTask('t', { type: '=kind' }).endEvent(),
      { kind: 5 },
      setVariables({ kind: `${id}-a` }),
      resolve,
      complete('a'),
    ),
  'a job type that is missing is an incident': (id) =>
    once(process(id).startEvent().serviceTask('t', { type: '=kind' }).endEvent()),
  'retries that are no number are an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), retries: '=n' })
        .endEvent(),
      { n: 'many' },
    ),
  'tasks without work are passed': (id) =>
    once(
      process(id)
        .startEvent()
        .task('a')
        .manualTask('b', { outputs: { r: '=x' } })
        .task('c', { inputs: { l: '=x' } })
        .endEvent(),
      { x: 1 },
    ),
  'send, script and business rule tasks are jobs': (id) =>
    once(
      process(id)
        .startEvent()
        .sendTask('s', job(id))
        .scriptTask('t', job(id, 'b'))
        .businessRuleTask('u', job(id, 'c'))
        .endEvent(),
      {},
      complete('a', { a: 1 }),
      complete('b', { b: 1 }),
      complete('c', { c: 1 }),
    ),
  'a user task is a job of a type of its own': (id) =>
    once(
      process(id).startEvent().userTask('u', { assignee: '="me"', candidateGroups: '=["a","b"]' }).endEvent(),
      {},
      complete('io.camunda.zeebe:userTask', { done: true }),
    ),
  'a script task sets its result': (id) =>
    once(
      process(id)
        .startEvent()
        .scriptTask('s', { expression: '=x * 2 + y.z', resultVariable: 'r' })
        .scriptTask('t', { expression: '={a: r, b: [r]}', resultVariable: 'q' })
        .endEvent(),
      { x: 2, y: { z: 1 } },
    ),
  'a script task maps its result': (id) =>
    once(
      process(id)
        .startEvent()
        .scriptTask('s', { expression: '=x', resultVariable: 'r', outputs: { out: '=r + 1' } })
        .endEvent(),
      { x: 2 },
    ),
  'a script that fails is an incident': (id) =>
    once(
      process(id).startEvent().scriptTask('s', { expression: '=assert(x, x > 1)', resultVariable: 'r' }).endEvent(),
      { x: 1 },
      setVariables({ x: 2 }),
      resolve,
    ),
  'a receive task waits for its message': (id) =>
    once(
      process(id)
        .startEvent()
        .receiveTask('r', { message: `${id}-m`, correlationKey: '=k', outputs: { got: '=v' } })
        .endEvent(),
      { k: 'one' },
      message('m', 'two', { v: 2 }),
      message('m', 'one', { v: 1 }),
    ),
  'a failed job is given out again with its own variables': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      { x: 1 },
      fail('a', 2, 'not yet', { x: 5, tried: 1 }),
      complete('a', { x: 2 }),
    ),
  'a job without retries is an incident': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      fail('a', 0, 'given up'),
      call('CompleteJob', { jobKey: '$job', variables: '{}' }),
      call('UpdateJobRetries', { jobKey: '$job', retries: 1 }),
      resolve,
      complete('a'),
    ),
  'a job whose incident is resolved without retries is given out all the same': (id) =>
    once(process(id).startEvent().serviceTask('t', job(id)).endEvent(), {}, fail('a', 0), resolve, take('a')),
  'an error that nothing catches is an incident': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      throwError('a', 'E1', { why: 1 }),
      call('CompleteJob', { jobKey: '$job' }),
      call('ThrowError', { jobKey: '$job', errorCode: 'E2' }),
    ),
  'variables are set where they are found, or here alone': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), inputs: { l: '=1' } })
        .endEvent(),
      { a: 1 },
      take('a'),
      setVariables({ a: 2, l: 2, n: 1 }, '$element'),
      setVariables({ b: 1, a: 9 }, '$element', true),
      call('CompleteJob', { jobKey: '$job', variables: '{"a": 3, "b": 2}' }),
    ),
  'an instance that is cancelled takes its job away': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      take('a'),
      cancel,
      call('CompleteJob', { jobKey: '$job' }),
      cancel,
    ),
  'a job is completed once': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      complete('a'),
      call('CompleteJob', { jobKey: '$job' }),
      call('FailJob', { jobKey: '$job', retries: 1 }),
      call('UpdateJobRetries', { jobKey: '$job', retries: 1 }),
      call('UpdateJobTimeout', { jobKey: '$job', timeout: 1 }),
    ),
  'a job that nobody has can be completed and failed': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      fail('a', 1),
      call('CompleteJob', { jobKey: '$job', variables: '{"v": 1}' }),
    ),
  'a job that nobody has takes no time-out': (id) =>
    once(
      process(id).startEvent().serviceTask('t', job(id)).endEvent(),
      {},
      fail('a', 1),
      call('UpdateJobTimeout', { jobKey: '$job', timeout: 1000 }),
    ),
}
