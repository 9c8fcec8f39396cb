import { process } from '@millrace/bpmn'
import {
  type Cases,
  complete,
  fail,
  message,
  once,
  resolve,
  setVariables,
  signal,
  take,
  throwError,
  time,
} from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
type Event = Parameters<ReturnType<typeof process>['boundaryEvent']>[1]
const bounded = (id: string, event: Event) =>
  process(id).startEvent().serviceTask('t', job(id)).endEvent().moveTo('t').boundaryEvent('b', event).endEvent('eb')
const inScope = (id: string, event: Event) =>
  process(id)
    .startEvent()
    .subProcess('sub', (inner) => inner.startEvent('is').serviceTask('t', job(id)).endEvent('ie'))
    .endEvent()
    .moveTo('sub')
    .boundaryEvent('b', event)
    .endEvent('eb')

/** Events at the border of an activity, and event subprocesses. */
export const boundaries: Cases = {
  'a timer at the border interrupts': (id) =>
    once(bounded(id, { timer: { duration: 'PT10S' }, outputs: { late: '=true' } }), {}, time),
  'a timer at the border goes with its activity': (id) =>
    once(bounded(id, { timer: { duration: 'PT10S' } }), {}, complete('a'), time),
  'a timer at the border fires beside, as often as it says': (id) =>
    once(bounded(id, { timer: { cycle: 'R2/PT10S' }, interrupting: false }), {}, time, time, time, complete('a')),
  'a message at the border interrupts': (id) =>
    once(bounded(id, { message: `${id}-m`, correlationKey: '=k' }), { k: 'k' }, message('m', 'k', { v: 1 })),
  'messages at the border come beside': (id) =>
    once(
      bounded(id, { message: `${id}-m`, correlationKey: '=k', interrupting: false }),
      { k: 'k' },
      message('m', 'k', { v: 1 }),
      message('m', 'k', { v: 2 }),
      complete('a'),
    ),
  'a message at the border whose key is missing is an incident': (id) =>
    once(
      bounded(id, { message: `${id}-m`, correlationKey: '=k' }),
      {},
      setVariables({ k: 'k' }),
      resolve,
      complete('a'),
    ),
  'a signal at the border interrupts': (id) => once(bounded(id, { signal: `${id}-s` }), {}, signal('s', { v: 1 })),
  'a signal at the border comes beside': (id) =>
    once(bounded(id, { signal: `${id}-s`, interrupting: false }), {}, signal('s'), signal('s'), complete('a')),
  'an error at the border catches its code': (id) =>
    once(bounded(id, { error: 'E1' }), { x: 1 }, throwError('a', 'E1', { why: 'x' })),
  'an error at the border does not catch another code': (id) =>
    once(bounded(id, { error: 'E1' }), {}, throwError('a', 'E2')),
  'an error at the border catches every code': (id) =>
    once(bounded(id, { error: 'any' }), {}, throwError('a', 'E2', { v: 1 })),
  'an error at the border maps what comes': (id) =>
    once(bounded(id, { error: 'E1', outputs: { reason: '=why' } }), {}, throwError('a', 'E1', { why: 'x', more: 1 })),
  'the code of its own comes before any': (id) =>
    once(
      bounded(id, { error: 'any' }).moveTo('t').boundaryEvent('c', { error: 'E1' }).endEvent('ec'),
      {},
      throwError('a', 'E1'),
    ),
  'two timers at the border, the earlier one wins': (id) =>
    once(
      bounded(id, { timer: { duration: 'PT1H' } })
        .moveTo('t')
        .boundaryEvent('c', { timer: { duration: 'PT10S' } })
        .endEvent('ec'),
      {},
      time,
    ),
  'an incident is gone when its activity is interrupted': (id) =>
    once(bounded(id, { timer: { duration: 'PT20S' } }), {}, fail('a', 0), time, time),
  'a receive task is left by its border': (id) =>
    once(
      process(id)
        .startEvent()
        .receiveTask('t', { message: `${id}-m`, correlationKey: '=k' })
        .endEvent()
        .moveTo('t')
        .boundaryEvent('b', { timer: { duration: 'PT10S' } })
        .endEvent('eb'),
      { k: 'k' },
      time,
      message('m', 'k'),
    ),
  'a subprocess is left by its border': (id) =>
    once(inScope(id, { timer: { duration: 'PT10S' } }), {}, take('a'), time),
  'a subprocess goes on beside its border': (id) =>
    once(inScope(id, { signal: `${id}-s`, interrupting: false }), {}, signal('s'), complete('a')),
  'an error inside is caught at the border of the subprocess': (id) =>
    once(inScope(id, { error: 'E' }), {}, throwError('a', 'E', { v: 1 })),
  'an error end event is caught at the border': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').endEvent('ie', { error: 'E' }))
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('b', { error: 'E' })
        .endEvent('eb'),
    ),
  'an escalation is caught at the border, beside': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) =>
          inner
            .startEvent('is')
            .intermediateThrowEvent('up', { escalation: 'E' })
            .serviceTask('t', job(id))
            .endEvent('ie'),
        )
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('b', { escalation: 'E', interrupting: false })
        .endEvent('eb'),
      {},
      complete('a'),
    ),
  'an escalation end event is caught at the border, interrupting': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').endEvent('ie', { escalation: 'E' }))
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('b', { escalation: 'any' })
        .endEvent('eb'),
    ),
}

/** Event subprocesses. */
export const handlers: Cases = {
  'a message interrupts the process': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) =>
          inner
            .startEvent('hs', { message: `${id}-m`, correlationKey: '=k' })
            .serviceTask('ht', job(id, 'b'))
            .endEvent('he'),
        ),
      { k: 'k' },
      message('m', 'k', { v: 1 }),
      complete('b', { w: 1 }),
    ),
  'messages come beside the process': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) =>
          inner
            .startEvent('hs', { message: `${id}-m`, correlationKey: '=k', interrupting: false, outputs: { n: '=v' } })
            .endEvent('he'),
        ),
      { k: 'k' },
      message('m', 'k', { v: 1 }),
      message('m', 'k', { v: 2 }),
      complete('a'),
    ),
  'a timer interrupts a subprocess from inside': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) =>
          inner
            .startEvent('is')
            .serviceTask('t', job(id))
            .endEvent('ie')
            .eventSubProcess('h', (handler) =>
              handler.startEvent('hs', { timer: { duration: 'PT10S' } }).endEvent('he'),
            ),
        )
        .task('after')
        .endEvent(),
      {},
      time,
    ),
  'an error is handled inside its scope': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) => inner.startEvent('hs', { error: 'E' }).task('ht').endEvent('he')),
      {},
      throwError('a', 'E', { v: 1 }),
    ),
  'a signal comes beside the process': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) =>
          inner.startEvent('hs', { signal: `${id}-s`, interrupting: false }).endEvent('he'),
        ),
      {},
      signal('s', { v: 1 }),
      complete('a'),
    ),
  'an escalation is handled beside': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateThrowEvent('up', { escalation: 'E' })
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) =>
          inner.startEvent('hs', { escalation: 'E', interrupting: false }).endEvent('he'),
        ),
      {},
      complete('a'),
    ),
  'an error that the handler throws leaves the scope': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) =>
          inner
            .startEvent('is')
            .serviceTask('t', job(id))
            .endEvent('ie')
            .eventSubProcess('h', (handler) => handler.startEvent('hs', { error: 'E' }).endEvent('he', { error: 'F' })),
        )
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('b', { error: 'F' })
        .endEvent('eb'),
      {},
      throwError('a', 'E'),
    ),
}
