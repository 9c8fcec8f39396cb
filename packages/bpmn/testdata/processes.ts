import { type ProcessBuilder, process } from '../src/index.ts'

const job = { type: 'work' }

/** One process for each element that runs, by its name. Their graphs are golden in `graphs/`. */
export const processes: Readonly<Record<string, ProcessBuilder>> = {
  'a service task': process('service', { name: 'Service', versionTag: 'v1' })
    .startEvent()
    .serviceTask('t', {
      type: '=kind',
      retries: '5',
      headers: { url: 'http://x', method: 'GET' },
      inputs: { a: '=x', 'b.c': '=a + 1', 'b.d': 'say "hi"' },
      outputs: { r: '=result', 'order.state': '=status', 'order.item.count': '=1' },
    })
    .endEvent(),
  'tasks of every kind': process('tasks')
    .startEvent()
    .task('undefined')
    .manualTask('manual')
    .sendTask('send', job)
    .receiveTask('receive', { message: '="n-" + kind', correlationKey: '=id' })
    .userTask('user', { assignee: 'me', candidateGroups: 'a, b', candidateUsers: '=users', formKey: 'k' })
    .userTask('native', { zeebe: true, dueDate: '=due', followUpDate: '2030-01-01T00:00:00Z', formId: 'f' })
    .scriptTask('script', { expression: '=1 + 1', resultVariable: 'two' })
    .scriptTask('scriptJob', job)
    .businessRuleTask('decision', { decisionId: 'd', resultVariable: 'answer' })
    .businessRuleTask('decisionJob', job)
    .callActivity('call', { processId: '=which', propagateAllChildVariables: false })
    .callActivity('pinned', { processId: 'q', bindingType: 'versionTag', versionTag: '7' })
    .callActivity('deployed', { processId: 'q', bindingType: 'deployment' })
    .endEvent(),
  'an exclusive gateway': process('exclusive')
    .startEvent()
    .exclusiveGateway('g')
    .condition('=x > 1')
    .task('a')
    .endEvent('e1')
    .moveTo('g')
    .condition('=x > 2')
    .task('b')
    .endEvent('e2')
    .moveTo('g')
    .defaultFlow()
    .endEvent('e3'),
  'a parallel fork and join': process('parallel')
    .startEvent()
    .parallelGateway('fork')
    .serviceTask('a', job)
    .parallelGateway('join')
    .endEvent()
    .moveTo('fork')
    .serviceTask('b', job)
    .connectTo('join'),
  'an inclusive fork and join': process('inclusive')
    .startEvent()
    .inclusiveGateway('fork')
    .condition('=a')
    .serviceTask('a', job)
    .inclusiveGateway('join')
    .endEvent()
    .moveTo('fork')
    .condition('=b')
    .serviceTask('b', job)
    .task('c')
    .connectTo('join')
    .moveTo('fork')
    .defaultFlow()
    .intermediateThrowEvent('there', { link: 'l' })
    .detached()
    .intermediateCatchEvent('here', { link: 'l' })
    .connectTo('join')
    .moveTo('b')
    .boundaryEvent('late', { timer: { duration: 'PT1M' }, interrupting: false })
    .connectTo('join'),
  'an event-based gateway': process('eventBased')
    .startEvent()
    .eventBasedGateway('g')
    .intermediateCatchEvent('m', { message: 'n', correlationKey: '=k' })
    .endEvent('e1')
    .moveTo('g')
    .intermediateCatchEvent('t', { timer: { duration: '=wait' } })
    .endEvent('e2')
    .moveTo('g')
    .intermediateCatchEvent('s', { signal: 'alarm' })
    .endEvent('e3'),
  'start events': process('starts')
    .startEvent('none')
    .endEvent('e0')
    .detached()
    .startEvent('message', { message: 'begun' })
    .connectTo('e0')
    .detached()
    .startEvent('signal', { signal: '="al" + "arm"' })
    .connectTo('e0')
    .detached()
    .startEvent('cycle', { timer: { cycle: 'R/PT1H' } })
    .connectTo('e0')
    .detached()
    .startEvent('cron', { timer: { cycle: '0 0 9-17 * * MON-FRI' } })
    .connectTo('e0'),
  'intermediate events': process('intermediate')
    .startEvent()
    .intermediateThrowEvent('none')
    .intermediateThrowEvent('message', { type: 'publish' })
    .intermediateThrowEvent('signal', { signal: '=name' })
    .intermediateThrowEvent('escalation', { escalation: 'E' })
    .intermediateCatchEvent('date', { timer: { date: '=at' } })
    .intermediateCatchEvent('caught', { signal: 'alarm' })
    .intermediateThrowEvent('away', { link: 'l' })
    .detached()
    .intermediateCatchEvent('back', { link: 'l' })
    .endEvent(),
  'end events': process('ends')
    .startEvent()
    .parallelGateway('g')
    .endEvent('none')
    .moveTo('g')
    .endEvent('message', { type: 'publish' })
    .moveTo('g')
    .endEvent('signal', { signal: 'alarm' })
    .moveTo('g')
    .endEvent('error', { error: 'E' })
    .moveTo('g')
    .endEvent('escalation', { escalation: '=code' })
    .moveTo('g')
    .endEvent('terminate', { terminate: true }),
  'boundary events': process('boundaries')
    .startEvent()
    .subProcess('sub', (inner) => inner.startEvent('s').serviceTask('a', job).endEvent('e'))
    .endEvent()
    .moveTo('sub')
    .boundaryEvent('message', { message: 'n', correlationKey: '=k', interrupting: false })
    .endEvent('e1')
    .moveTo('sub')
    .boundaryEvent('cycle', { timer: { cycle: 'R3/PT10S' }, interrupting: false })
    .endEvent('e2')
    .moveTo('sub')
    .boundaryEvent('error', { error: 'E' })
    .endEvent('e3')
    .moveTo('sub')
    .boundaryEvent('all', { error: 'any' })
    .endEvent('e4')
    .moveTo('sub')
    .boundaryEvent('escalation', { escalation: 'any', interrupting: false })
    .endEvent('e5')
    .moveTo('sub')
    .boundaryEvent('signal', { signal: 'alarm' })
    .endEvent('e6'),
  'subprocesses in subprocesses': process('nested')
    .startEvent()
    .subProcess('outer', (outer) =>
      outer
        .startEvent('s1')
        .subProcess('inner', (inner) => inner.startEvent('s2').serviceTask('t', job).endEvent('e2'))
        .endEvent('e1')
        .eventSubProcess('handler', (handler) => handler.startEvent('s3', { error: 'E' }).endEvent('e3')),
    )
    .endEvent(),
  'event subprocesses': process('eventSubProcesses')
    .startEvent()
    .serviceTask('t', job)
    .endEvent()
    .eventSubProcess('onMessage', (inner) =>
      inner.startEvent('s1', { message: 'n', correlationKey: '=k', interrupting: false }).endEvent('e1'),
    )
    .eventSubProcess('onTimer', (inner) => inner.startEvent('s2', { timer: { duration: 'PT1H' } }).endEvent('e2'))
    .eventSubProcess('onEscalation', (inner) => inner.startEvent('s3', { escalation: 'C' }).endEvent('e3')),
  'multi-instance': process('multiInstance')
    .startEvent()
    .serviceTask('parallel', {
      ...job,
      inputs: { x: '=item' },
      loop: {
        inputCollection: '=items',
        inputElement: 'item',
        outputCollection: 'results',
        outputElement: '=result',
        completionCondition: '=numberOfCompletedInstances > 1',
      },
    })
    .subProcess('sequential', (inner) => inner.startEvent('s').serviceTask('t', job).endEvent('e'), {
      loop: { inputCollection: '=items', sequential: true },
    })
    .endEvent()
    .moveTo('sequential')
    .boundaryEvent('late', { timer: { duration: 'PT5M' } })
    .endEvent('e2'),
}
