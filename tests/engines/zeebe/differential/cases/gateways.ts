import { process } from '@millrace/bpmn'
import { type Cases, complete, message, once, resolve, setVariables, signal, time } from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
const choice = (id: string) =>
  process(id)
    .startEvent()
    .exclusiveGateway('g')
    .condition('=x > 10')
    .endEvent('much')
    .moveTo('g')
    .condition('=x > 5')
    .endEvent('some')
const withDefault = (id: string) => choice(id).moveTo('g').defaultFlow().endEvent('little')
const either = (id: string) =>
  process(id)
    .startEvent()
    .inclusiveGateway('g')
    .condition('=x > 1')
    .serviceTask('a', job(id))
    .endEvent('ea')
    .moveTo('g')
    .condition('=x > 2')
    .serviceTask('b', job(id, 'b'))
    .endEvent('eb')
const race = (id: string, duration = 'PT1H') =>
  process(id)
    .startEvent()
    .eventBasedGateway('g')
    .intermediateCatchEvent('m', { message: `${id}-m`, correlationKey: '=k' })
    .endEvent('em')
    .moveTo('g')
    .intermediateCatchEvent('t', { timer: { duration } })
    .endEvent('et')
    .moveTo('g')
    .intermediateCatchEvent('s', { signal: `${id}-s` })
    .endEvent('es')

/** Gateways, forks and joins. */
export const gateways: Cases = {
  'an exclusive gateway takes the first that holds': (id) => once(withDefault(id), { x: 20 }),
  'an exclusive gateway takes the second when the first does not hold': (id) => once(withDefault(id), { x: 7 }),
  'an exclusive gateway takes the default when none holds': (id) => once(withDefault(id), { x: 1 }),
  'an exclusive gateway without a way out is an incident': (id) =>
    once(choice(id), { x: 1 }, setVariables({ x: 6 }), resolve),
  'a condition whose variable is missing is an incident': (id) => once(withDefault(id)),
  'a condition that is no boolean is an incident': (id) =>
    once(
      process(id)
        .startEvent()
        .exclusiveGateway('g')
        .condition('=x')
        .endEvent('a')
        .moveTo('g')
        .defaultFlow()
        .endEvent('b'),
      { x: 'yes' },
    ),
  'an exclusive gateway joins whoever comes': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .task('a')
        .exclusiveGateway('j')
        .task('c')
        .endEvent()
        .moveTo('f')
        .task('b')
        .connectTo('j'),
    ),
  'an exclusive gateway loops until its condition holds': (id) =>
    once(
      process(id)
        .startEvent()
        .scriptTask('count', { expression: '=n + 1', resultVariable: 'n' })
        .serviceTask('t', job(id))
        .exclusiveGateway('g')
        .condition('=n < 3')
        .connectTo('count')
        .moveTo('g')
        .defaultFlow()
        .endEvent(),
      { n: 0 },
      complete('a'),
      complete('a'),
      complete('a'),
    ),
  'a parallel gateway forks and joins': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .serviceTask('a', job(id))
        .parallelGateway('j')
        .endEvent()
        .moveTo('f')
        .serviceTask('b', job(id, 'b'))
        .connectTo('j'),
      {},
      complete('b', { v: 1 }),
      complete('a', { v: 2 }),
    ),
  'a fork of three without a join ends when all have ended': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .task('a')
        .endEvent('ea')
        .moveTo('f')
        .task('b')
        .endEvent('eb')
        .moveTo('f')
        .task('c')
        .endEvent('ec'),
    ),
  'forks within forks': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .parallelGateway('ff')
        .task('a')
        .parallelGateway('jj')
        .parallelGateway('j')
        .endEvent()
        .moveTo('ff')
        .task('b')
        .connectTo('jj')
        .moveTo('f')
        .task('c')
        .connectTo('j'),
    ),
  'flows out of a task fork, and a task takes each that comes': (id) =>
    once(process(id).startEvent().task('a').task('b').task('d').endEvent().moveTo('a').task('c').connectTo('d')),
  'a parallel join takes one token of each flow': (id) =>
    once(
      process(id)
        .startEvent()
        .parallelGateway('f')
        .task('a')
        .exclusiveGateway('merge')
        .parallelGateway('j')
        .endEvent()
        .moveTo('f')
        .task('b')
        .connectTo('merge')
        .moveTo('f')
        .serviceTask('c', job(id))
        .connectTo('j'),
      {},
      complete('a'),
    ),
  'an inclusive gateway takes all that hold': (id) => once(either(id), { x: 3 }, complete('a'), complete('b')),
  'an inclusive gateway takes the one that holds': (id) => once(either(id), { x: 2 }, complete('a')),
  'an inclusive gateway without a way out is an incident': (id) =>
    once(either(id), { x: 0 }, setVariables({ x: 2 }), resolve, complete('a')),
  'an inclusive gateway takes its default when none holds': (id) =>
    once(either(id).moveTo('g').defaultFlow().endEvent('none'), { x: 0 }),
  'a condition of an inclusive gateway that is no boolean is an incident': (id) => once(either(id), { x: 'a' }),
  'an event-based gateway goes where the message comes': (id) =>
    once(race(id), { k: 'k' }, message('m', 'k', { v: 1 })),
  'an event-based gateway goes where the timer is due': (id) => once(race(id, 'PT10S'), { k: 'k' }, time),
  'an event-based gateway goes where the signal comes': (id) => once(race(id), { k: 'k' }, signal('s', { v: 2 })),
  'an event-based gateway whose key is missing is an incident': (id) =>
    once(race(id), {}, setVariables({ k: 'k' }), resolve, message('m', 'k')),
}
