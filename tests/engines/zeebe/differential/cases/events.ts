import { process } from '@millrace/bpmn'
import { type Cases, complete, message, once, resolve, setVariables, signal, start, time } from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
const caught = (id: string) =>
  process(id)
    .startEvent()
    .intermediateCatchEvent('c', { message: `${id}-m`, correlationKey: '=k' })
    .endEvent()

/** Events in the flow, and those that start a process. */
export const events: Cases = {
  'a process of a start and an end': (id) => once(process(id).startEvent().endEvent(), { a: 1 }),
  'a start event maps what comes': (id) =>
    once(
      process(id)
        .startEvent('s', { outputs: { b: '=a + 1' } })
        .endEvent(),
      { a: 1 },
    ),
  'an end event maps what is there': (id) =>
    once(
      process(id)
        .startEvent()
        .endEvent('e', { inputs: { l: '=a' } }),
      { a: 1 },
    ),
  'throw events without definition are passed': (id) =>
    once(process(id).startEvent().intermediateThrowEvent('i').endEvent()),
  'a timer of a duration': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { duration: '=duration(d)' }, outputs: { r: '=1' } })
        .endEvent(),
      { d: 'PT5S' },
      time,
    ),
  'a timer that is not due yet': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { duration: 'PT1H' } })
        .endEvent(),
      {},
      time,
    ),
  'a timer of a date that is past': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { date: '=when' } })
        .endEvent(),
      { when: '2020-01-01T00:00:00Z' },
    ),
  'a timer whose duration is no duration is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { duration: '=d' } })
        .endEvent(),
      { d: 'soon' },
      setVariables({ d: 'PT1S' }),
      resolve,
      time,
    ),
  'a timer whose duration is missing is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { duration: '=d' } })
        .endEvent(),
    ),
  'a timer whose date is no date is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { date: '=d' } })
        .endEvent(),
      { d: 'tomorrow' },
    ),
  'a message that comes later': (id) => once(caught(id), { k: 'one' }, message('m', 'one', { v: { w: 1 } })),
  'a message that came before': (id) => ({
    files: [caught(id)],
    steps: [message('m', 'one', { v: 1 }), start({ k: 'one' })],
  }),
  'a message that nobody waited for and that does not stay': (id) => ({
    files: [caught(id)],
    steps: [message('m', 'one', { v: 1 }, { timeToLive: 0 }), start({ k: 'one' })],
  }),
  'a message whose key is a number': (id) => once(caught(id), { k: 12 }, message('m', '12')),
  'a message whose key is missing is an incident': (id) =>
    once(caught(id), {}, setVariables({ k: 'x' }), resolve, message('m', 'x')),
  'a message whose key is a list is an incident': (id) => once(caught(id), { k: [1] }),
  'a message reaches each process once': (id) => ({
    files: [caught(id)],
    steps: [start({ k: 'one' }), start({ k: 'one' }), message('m', 'one', { v: 1 }), message('m', 'one', { v: 2 })],
  }),
  'a message is mapped by the event that takes it': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { message: `${id}-m`, correlationKey: '=k', outputs: { got: '=v + 1' } })
        .endEvent(),
      { k: 'one' },
      message('m', 'one', { v: 1, w: 2 }),
    ),
  'a message whose name is an expression': (id) =>
    once(
      process(id).startEvent().intermediateCatchEvent('c', { message: '=name', correlationKey: '=k' }).endEvent(),
      { k: 'one', name: `${id}-m` },
      message('m', 'one'),
    ),
  'a signal is caught with its variables': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { signal: `${id}-s` })
        .endEvent(),
      {},
      signal('s', { v: 1 }),
    ),
  'a signal that is thrown is caught in the same process': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .intermediateCatchEvent('c', { signal: `${id}-s` })
        .endEvent('ec')
        .moveTo('f')
        .serviceTask('t', job(id))
        .intermediateThrowEvent('th', { signal: `${id}-s`, inputs: { v: '=x' } })
        .endEvent('et'),
      { x: 1 },
      complete('a'),
    ),
  'a signal end event starts another process': (id) => ({
    files: [
      process(id)
        .startEvent()
        .endEvent('e', { signal: `${id}-s` }),
      process(`${id}-other`)
        .startEvent('s', { signal: `${id}-s` })
        .endEvent(),
    ],
    steps: [start({ x: 1 })],
  }),
  'message throw and end events are jobs': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateThrowEvent('i', { ...job(id), headers: { h: '1' } })
        .endEvent('e', job(id, 'b')),
      {},
      complete('a', { v: 1 }),
      complete('b'),
    ),
  'an escalation that nothing catches passes': (id) =>
    once(process(id).startEvent().intermediateThrowEvent('i', { escalation: 'E' }).endEvent('e', { escalation: 'F' })),
  'an error end event that nothing catches is an incident': (id) =>
    once(process(id).startEvent().endEvent('e', { error: 'E' })),
  'a terminate end event ends everything': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .serviceTask('t', job(id))
        .endEvent()
        .moveTo('f')
        .task('u')
        .endEvent('over', { terminate: true }),
    ),
  'a link leads from throw to catch': (id) =>
    once(
      process(id)
        .startEvent()
        .task('a')
        .intermediateThrowEvent('there', { link: 'l' })
        .detached()
        .intermediateCatchEvent('here', { link: 'l' })
        .task('b')
        .endEvent(),
    ),
  'a message starts a process, one at a time for a key': (id) => ({
    files: [
      process(id)
        .startEvent('s', { message: `${id}-m` })
        .serviceTask('t', job(id))
        .endEvent(),
    ],
    steps: [message('m', 'k', { n: 1 }), message('m', 'k', { n: 2 }), complete('a'), complete('a')],
  }),
  'a message without key starts a process each time': (id) => ({
    files: [
      process(id)
        .startEvent('s', { message: `${id}-m`, outputs: { got: '=n' } })
        .endEvent(),
    ],
    steps: [message('m', '', { n: 1 }), message('m', '', { n: 2 })],
  }),
  'a signal starts a process': (id) => ({
    files: [
      process(id)
        .startEvent('s', { signal: `${id}-s` })
        .endEvent(),
    ],
    steps: [signal('s', { n: 1 })],
  }),
  'a timer starts a process as often as it says': (id) => ({
    files: [
      process(id)
        .startEvent('s', { timer: { cycle: 'R2/PT10S' } })
        .endEvent(),
    ],
    steps: [time, time, time],
  }),
  'a timer starts a process at its date': (id) => ({
    files: [
      process(id)
        .startEvent('s', { timer: { date: '2020-01-01T00:00:00Z' } })
        .endEvent(),
    ],
    steps: [time],
  }),
  'a new version takes the place of the start events of the old': (id) => ({
    files: [
      process(id)
        .startEvent('s', { message: `${id}-m` })
        .endEvent('one'),
    ],
    steps: [
      {
        kind: 'deploy',
        file: process(id)
          .startEvent('s', { message: `${id}-m` })
          .endEvent('two'),
      },
      message('m', '', {}),
    ],
  }),
  'none and message start side by side': (id) => ({
    files: [
      process(id)
        .startEvent()
        .endEvent()
        .detached()
        .startEvent('m', { message: `${id}-m` })
        .endEvent('em'),
    ],
    steps: [start(), message('m', '')],
  }),
}
