import { type ProcessBuilder, process } from '@millrace/bpmn'
import {
  type Case,
  type Cases,
  call,
  cancel,
  complete,
  once,
  resolve,
  setVariables,
  start,
  take,
  throwError,
  time,
} from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
type Options = Omit<Parameters<ProcessBuilder['callActivity']>[1], 'processId'>
/** A process that calls another one of one job. */
const calling = (id: string, given: Options, variables: object, ...steps: Case['steps']): Case => ({
  files: [
    process(`${id}-child`).startEvent('cs').serviceTask('ct', job(id)).endEvent('ce'),
    process(id)
      .startEvent()
      .callActivity('call', { processId: `${id}-child`, ...given })
      .endEvent(),
  ],
  steps: [start(variables), ...steps],
})

/** Subprocesses and called processes. */
export const scopes: Cases = {
  'a subprocess has variables of its own': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').serviceTask('t', job(id)).endEvent('ie'), {
          inputs: { l: '=x' },
        })
        .endEvent(),
      { x: 1 },
      complete('a', { l: 2, y: 3 }),
    ),
  'a subprocess maps what leaves it': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').serviceTask('t', job(id)).endEvent('ie'), {
          inputs: { l: '=x' },
          outputs: { r: '=l * 10' },
        })
        .endEvent(),
      { x: 1 },
      complete('a', { l: 2 }),
    ),
  'subprocesses within subprocesses': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('outer', (outer) =>
          outer
            .startEvent('os')
            .subProcess('inner', (inner) => inner.startEvent('is').task('t').endEvent('ie'))
            .endEvent('oe'),
        )
        .endEvent(),
    ),
  'a subprocess ends when all in it have ended': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) =>
          inner
            .startEvent('is')
            .parallelGateway('f')
            .serviceTask('a', job(id))
            .endEvent('ea')
            .moveTo('f')
            .serviceTask('b', job(id, 'b'))
            .endEvent('eb'),
        )
        .endEvent(),
      {},
      complete('b'),
      complete('a'),
    ),
  'a terminate end event ends its subprocess alone': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) =>
          inner
            .startEvent('is')
            .parallelGateway('f')
            .serviceTask('t', job(id))
            .endEvent('ea')
            .moveTo('f')
            .endEvent('over', { terminate: true }),
        )
        .task('after')
        .endEvent(),
    ),
  'an instance that is cancelled ends everything in it': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').serviceTask('t', job(id)).endEvent('ie'))
        .endEvent(),
      {},
      take('a'),
      cancel,
    ),
  'a called process gets and gives all variables': (id) => calling(id, {}, { x: 1 }, complete('a', { y: 2, x: 3 })),
  'a called process gives what is mapped alone': (id) =>
    calling(id, { propagateAllChildVariables: false, outputs: { r: '=y' } }, { x: 1 }, complete('a', { y: 2, z: 3 })),
  'a called process gives nothing when nothing is mapped': (id) =>
    calling(id, { propagateAllChildVariables: false }, { x: 1 }, complete('a', { y: 2 })),
  'a called process gets what is mapped alone': (id) =>
    calling(id, { propagateAllParentVariables: false, inputs: { l: '=x + 1' } }, { x: 1, big: 'no' }, complete('a')),
  'a called process gets mapped variables beside the others': (id) =>
    calling(id, { inputs: { l: '=x + 1' } }, { x: 1 }, complete('a', { l: 9 })),
  'a process that is not there is an incident': (id) => ({
    files: [
      process(id)
        .startEvent()
        .callActivity('call', { processId: `${id}-child` })
        .endEvent(),
    ],
    steps: [start({ x: 1 }), { kind: 'deploy', file: process(`${id}-child`).startEvent('cs').endEvent('ce') }, resolve],
  }),
  'a process whose id comes from an expression': (id) => ({
    files: [
      process(`${id}-child`).startEvent('cs').endEvent('ce'),
      process(id).startEvent().callActivity('call', { processId: '=which' }).endEvent(),
    ],
    steps: [start({ which: `${id}-child` })],
  }),
  'a process whose id is no text is an incident': (id) =>
    once(
      process(id).startEvent().callActivity('call', { processId: '=which' }).endEvent(),
      { which: 5 },
      setVariables({ which: 6 }),
    ),
  'an error of a called process is caught at the border': (id) => {
    const child = process(`${id}-child`).startEvent('cs').serviceTask('ct', job(id)).endEvent('ce')
    const parent = process(id)
      .startEvent()
      .callActivity('call', { processId: `${id}-child` })
      .endEvent()
      .moveTo('call')
      .boundaryEvent('b', { error: 'E' })
      .endEvent('eb')
    return { files: [child, parent], steps: [start(), throwError('a', 'E', { v: 1 })] }
  },
  'an escalation of a called process is caught at the border': (id) => {
    const child = process(`${id}-child`).startEvent('cs').endEvent('ce', { escalation: 'E' })
    const parent = process(id)
      .startEvent()
      .callActivity('call', { processId: `${id}-child` })
      .endEvent()
      .moveTo('call')
      .boundaryEvent('b', { escalation: 'E', interrupting: false })
      .endEvent('eb')
    return { files: [child, parent], steps: [start()] }
  },
  'a called process is left by the border of its caller': (id) => {
    const child = process(`${id}-child`).startEvent('cs').serviceTask('ct', job(id)).endEvent('ce')
    const parent = process(id)
      .startEvent()
      .callActivity('call', { processId: `${id}-child` })
      .endEvent()
      .moveTo('call')
      .boundaryEvent('b', { timer: { duration: 'PT10S' } })
      .endEvent('eb')
    return { files: [child, parent], steps: [start(), time] }
  },
  'a caller that is cancelled ends what it called': (id) => calling(id, {}, {}, take('a'), cancel),
  'a called process cannot be cancelled by itself': (id) =>
    calling(id, {}, {}, take('a'), call('CancelProcessInstance', { processInstanceKey: '$child' }), complete('a')),
  'a caller calls the newest version': (id) => ({
    files: [
      process(`${id}-child`).startEvent('cs').endEvent('one'),
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .callActivity('call', { processId: `${id}-child` })
        .endEvent(),
    ],
    steps: [start(), { kind: 'deploy', file: process(`${id}-child`).startEvent('cs').endEvent('two') }, complete('a')],
  }),
}
