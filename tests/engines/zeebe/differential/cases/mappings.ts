import { process } from '@millrace/bpmn'
import { type Cases, complete, message, once, signal, throwError, time } from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
const mapped = { inputs: { l: '=x' }, outputs: { r: '=x + 1' } }

/** Mappings at every kind of element: which has them, and where what they give goes. */
export const mappings: Cases = {
  'mappings of a none throw event': (id) =>
    once(process(id).startEvent().intermediateThrowEvent('t', mapped).endEvent(), { x: 1 }),
  'mappings of a message throw event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateThrowEvent('t', { ...job(id), ...mapped })
        .endEvent(),
      { x: 1 },
      complete('a', { x: 5 }),
    ),
  'mappings of a signal throw event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateThrowEvent('t', { signal: `${id}-s`, ...mapped })
        .endEvent(),
      { x: 1 },
    ),
  'mappings of an escalation throw event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateThrowEvent('t', { escalation: 'E', ...mapped })
        .endEvent(),
      { x: 1 },
    ),
  'mappings of a none end event': (id) => once(process(id).startEvent().endEvent('e', mapped), { x: 1 }),
  'mappings of a message end event': (id) =>
    once(
      process(id)
        .startEvent()
        .endEvent('e', { ...job(id), ...mapped }),
      { x: 1 },
      complete('a', { x: 5 }),
    ),
  'mappings of a signal end event': (id) =>
    once(
      process(id)
        .startEvent()
        .endEvent('e', { signal: `${id}-s`, ...mapped }),
      { x: 1 },
    ),
  'mappings of an escalation end event': (id) =>
    once(
      process(id)
        .startEvent()
        .endEvent('e', { escalation: 'E', ...mapped }),
      { x: 1 },
    ),
  'mappings of a terminate end event': (id) =>
    once(
      process(id)
        .startEvent()
        .endEvent('e', { terminate: true, ...mapped }),
      { x: 1 },
    ),
  'mappings of an error end event': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess('sub', (inner) => inner.startEvent('is').endEvent('ie', { error: 'E', inputs: { l: '=x' } }))
        .endEvent()
        .moveTo('sub')
        .boundaryEvent('b', { error: 'E' })
        .endEvent('eb'),
      { x: 1 },
    ),
  'mappings of a message catch event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', {
          message: `${id}-m`,
          correlationKey: '=l',
          inputs: { l: '=x' },
          outputs: { r: '=v' },
        })
        .endEvent(),
      { x: 'k' },
      message('m', 'k', { v: 1 }),
    ),
  'mappings of a timer catch event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { timer: { duration: '=l' }, inputs: { l: '=x' }, outputs: { r: '=l' } })
        .endEvent(),
      { x: 'PT5S' },
      time,
    ),
  'mappings of a signal catch event': (id) =>
    once(
      process(id)
        .startEvent()
        .intermediateCatchEvent('c', { signal: `${id}-s`, outputs: { r: '=v' } })
        .endEvent(),
      {},
      signal('s', { v: 1, w: 2 }),
    ),
  'mappings of an event after an event-based gateway': (id) =>
    once(
      process(id)
        .startEvent()
        .eventBasedGateway('g')
        .intermediateCatchEvent('m', { message: `${id}-m`, correlationKey: '=k', outputs: { r: '=v' } })
        .endEvent('em')
        .moveTo('g')
        .intermediateCatchEvent('t', { timer: { duration: 'PT1H' } })
        .endEvent('et'),
      { k: 'k' },
      message('m', 'k', { v: 1, w: 2 }),
    ),
  'mappings of a boundary event': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .moveTo('t')
        .boundaryEvent('b', { message: `${id}-m`, correlationKey: '=k', outputs: { r: '=v' } })
        .endEvent('eb'),
      { k: 'k' },
      message('m', 'k', { v: 1, w: 2 }),
    ),
  'mappings of the start of a process by a signal': (id) => ({
    files: [
      process(id)
        .startEvent('s', { signal: `${id}-s`, outputs: { r: '=v' } })
        .endEvent(),
    ],
    steps: [signal('s', { v: 1, w: 2 })],
  }),
  'mappings of the start of an event subprocess by an error': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .eventSubProcess('h', (inner) => inner.startEvent('hs', { error: 'E', outputs: { r: '=v' } }).endEvent('he')),
      {},
      throwError('a', 'E', { v: 1, w: 2 }),
    ),
  'mappings of a business rule job and a send task': (id) =>
    once(
      process(id)
        .startEvent()
        .businessRuleTask('b', { ...job(id), ...mapped })
        .sendTask('s', { ...job(id, 'b'), ...mapped })
        .endEvent(),
      { x: 1 },
      complete('a', { x: 5 }),
      complete('b', { x: 7 }),
    ),
  'mappings of a user task': (id) =>
    once(process(id).startEvent().manualTask('u', mapped).task('v', mapped).endEvent(), { x: 1 }),
  'a loop collects from a path': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', {
          ...job(id),
          loop: { inputCollection: '=[1,2]', inputElement: 'item', outputCollection: 'out', outputElement: '=r.n' },
        })
        .endEvent(),
      {},
      complete('a', { r: { n: 1 } }),
      complete('a', { r: { n: 2 } }),
    ),
  'a loop collects a computed value': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', {
          ...job(id),
          loop: {
            inputCollection: '=[1,2]',
            inputElement: 'item',
            outputCollection: 'out',
            outputElement: '={i: item, r: r}',
          },
        })
        .endEvent(),
      {},
      complete('a', { r: 1 }),
      complete('a', { r: 2 }),
    ),
  'a value that a scope has already is passed outwards': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', { ...job(id), inputs: { l: '=1', m: '=1' } })
        .endEvent(),
      {},
      complete('a', { l: 1, m: 2 }),
    ),
  'an error that carries what is known already': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', job(id))
        .endEvent()
        .moveTo('t')
        .boundaryEvent('b', { error: 'E' })
        .serviceTask('u', job(id, 'b'))
        .endEvent('eb'),
      { x: 1 },
      throwError('a', 'E', { x: 2 }),
      complete('b', { x: 3 }),
    ),
}
