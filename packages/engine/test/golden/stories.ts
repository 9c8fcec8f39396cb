import { process } from '@millrace/bpmn'
import { vi } from 'vitest'
import { scriptTask } from '../../src/elements/script-task.ts'
import { DEFAULT_TENANT } from '../../src/commands/command.ts'
import { type TestEngine, testEngine } from '../engine.ts'

const oneTask = (id = 'p') => process(id).startEvent().serviceTask('work', { type: 'work', retries: '3' }).endEvent()
const failed = { errorMessage: 'declined', retryBackOff: 0, variables: { why: 'x' } }

async function completeAll(engine: TestEngine): Promise<void> {
  for (const { key } of await engine.activate('work')) {
    await engine.core.run('completeJob', { jobKey: key, variables: {} })
  }
  await engine.settled()
}

/** What happens in each golden log; together they have every intent of every value type. */
export const stories: Readonly<Record<string, (engine: TestEngine) => Promise<void>>> = {
  deployments: async (engine) => {
    await engine.deploy(oneTask())
    await engine.deploy(process('p', { versionTag: 'two' }).startEvent().endEvent())
    const { processes } = await engine.deploy(oneTask('q'))
    await engine.core.run('deleteResource', { resourceKey: processes[0]?.processDefinitionKey ?? 0 })
  },
  instances: async (engine) => {
    const drawn = process('p')
      .startEvent()
      .subProcess('inside', (inner) =>
        inner
          .startEvent('s')
          .serviceTask('work', { type: 'work', inputs: { a: '=1' } })
          .endEvent('e'),
      )
    await engine.deploy(drawn.endEvent())
    await engine.start('p', { text: 'größe', list: [1, null] })
    await engine.complete('work', { done: true })
    const processInstanceKey = await engine.start('p')
    await engine.core.run('cancelProcessInstance', { processInstanceKey })
  },
  gateways: async (engine) => {
    await engine.deploy(
      process('p')
        .startEvent()
        .inclusiveGateway('split')
        .condition('=n > 0')
        .serviceTask('work', { type: 'work' })
        .inclusiveGateway('join')
        .endEvent()
        .moveTo('split')
        .condition('=n > 1')
        .task('other')
        .connectTo('join'),
    )
    await engine.start('p', { n: 2 })
    await engine.complete('work')
  },
  jobs: async (engine) => {
    await engine.deploy(oneTask())
    await engine.start('p')
    const { key: jobKey } = await engine.job('work')
    await engine.core.run('failJob', { jobKey, ...failed, retries: 2, retryBackOff: 5000 })
    await engine.advance(5000)
    await engine.activate('work', 1, 1000)
    await engine.core.run('updateJobTimeout', { jobKey, timeout: 2000 })
    await engine.advance(2000)
    await engine.job('work')
    await engine.core.run('yieldJobs', { jobKeys: [jobKey] })
    await engine.complete('work')
  },
  'incident-of-a-job': async (engine) => {
    await engine.deploy(oneTask())
    await engine.start('p')
    const { key: jobKey } = await engine.job('work')
    await engine.core.run('failJob', { jobKey, ...failed, retries: 0 })
    await engine.core.run('updateJobRetries', { jobKey, retries: 1 })
    for (const { key } of engine.incidents()) await engine.core.run('resolveIncident', { incidentKey: key })
    await engine.complete('work')
  },
  errors: async (engine) => {
    await engine.deploy(oneTask().moveTo('work').boundaryEvent('caught', { error: 'SOLD_OUT' }).endEvent('sorry'))
    for (const errorCode of ['SOLD_OUT', 'OTHER']) {
      await engine.start('p')
      const { key: jobKey } = await engine.job('work')
      await engine.core.run('throwError', { jobKey, errorCode, errorMessage: 'none left', variables: { left: 0 } })
    }
    for (const { key } of engine.incidents()) await engine.core.run('resolveIncident', { incidentKey: key })
  },
  'incident-of-an-element': async (engine) => {
    await engine.deploy(process('p').startEvent().exclusiveGateway('g').condition('=a > 1').endEvent())
    const elementInstanceKey = await engine.start('p', { a: 'x' })
    await engine.core.run('setVariables', { elementInstanceKey, variables: { a: 2 }, local: false })
    for (const { key } of engine.incidents()) await engine.resolve(key)
  },
  timers: async (engine) => {
    const drawn = process('p')
      .startEvent('start', { timer: { cycle: 'R2/PT1S' } })
      .serviceTask('work', { type: 'work' })
    const late = { timer: { cycle: 'R2/PT3S' }, interrupting: false }
    await engine.deploy(drawn.endEvent().moveTo('work').boundaryEvent('late', late).endEvent('told'))
    await engine.advance(5000)
    await completeAll(engine)
    await engine.deploy(process('p').startEvent().endEvent())
  },
  messages: async (engine) => {
    const ask = { message: 'm', correlationKey: '=key' }
    const drawn = process('p').startEvent().serviceTask('work', { type: 'work' }).receiveTask('wait', ask).endEvent()
    await engine.deploy(
      drawn
        .moveTo('work')
        .boundaryEvent('told', { ...ask, interrupting: false })
        .endEvent('heard'),
    )
    await engine.start('p', { key: 'k' })
    await engine.publish('m', 'k', { ttl: 60_000, id: 'once', variables: { from: 'afar' } })
    await engine.publish('m', 'k')
    await engine.complete('work')
    await engine.advance(60_000)
    await engine.publish('m', 'k')
  },
  'messages-that-start': async (engine) => {
    const drawn = () => process('p').startEvent('start', { message: 'm' }).serviceTask('work', { type: 'work' })
    await engine.deploy(drawn().endEvent())
    await engine.publish('m', 'k', { variables: { n: 1 } })
    await engine.publish('m', 'k', { ttl: 60_000, variables: { n: 2 } })
    await engine.complete('work')
    await engine.deploy(drawn().task('more').endEvent())
    await engine.complete('work')
  },
  signals: async (engine) => {
    const drawn = process('p').startEvent('start', { signal: 's' }).intermediateCatchEvent('wait', { signal: 't' })
    await engine.deploy(drawn.endEvent('end', { signal: 'u' }))
    for (const signalName of ['s', 't']) {
      await engine.core.run('broadcastSignal', {
        signalName,
        variables: { said: signalName },
        tenantId: DEFAULT_TENANT,
      })
    }
    await engine.deploy(process('p').startEvent().endEvent())
  },
  'event-based-gateway': async (engine) => {
    const drawn = process('p').startEvent().eventBasedGateway('first')
    drawn.intermediateCatchEvent('answer', { message: 'm', correlationKey: '=key' }).endEvent()
    await engine.deploy(
      drawn
        .moveTo('first')
        .intermediateCatchEvent('late', { timer: { duration: 'PT1S' } })
        .endEvent('e'),
    )
    for (const key of ['a', 'b']) await engine.start('p', { key })
    await engine.publish('m', 'a')
    await engine.advance(1000)
  },
  'event-subprocesses': async (engine) => {
    const drawn = process('p').startEvent().serviceTask('work', { type: 'work' }).endEvent()
    for (const [name, interrupting] of [
      ['ask', false],
      ['stop', true],
    ] as const) {
      const start = { message: name, correlationKey: '=key', interrupting }
      drawn.eventSubProcess(name, (inner) =>
        inner.startEvent(`${name}-start`, start).task(`${name}-task`).endEvent(`${name}-end`),
      )
    }
    await engine.deploy(drawn)
    await engine.start('p', { key: 'k' })
    await engine.publish('ask', 'k', { variables: { asked: 1 } })
    await engine.publish('stop', 'k')
  },
  escalations: async (engine) => {
    const drawn = process('p')
      .startEvent()
      .subProcess('inside', (inner) =>
        inner
          .startEvent('s')
          .intermediateThrowEvent('up', { escalation: 'UP' })
          .endEvent('away', { escalation: 'AWAY' }),
      )
    drawn
      .endEvent()
      .moveTo('inside')
      .boundaryEvent('heard', { escalation: 'UP', interrupting: false })
      .endEvent('noted')
    await engine.deploy(drawn)
    await engine.start('p')
  },
  loops: async (engine) => {
    const output = { outputCollection: 'out', outputElement: '=item * 2' }
    const loop = { inputCollection: '=[1,2]', inputElement: 'item', ...output }
    const drawn = process('p').startEvent().serviceTask('all', { type: 'work', loop })
    const first = { ...loop, sequential: true, completionCondition: '=numberOfCompletedInstances = 1' }
    await engine.deploy(drawn.serviceTask('first', { type: 'work', loop: first }).endEvent())
    await engine.start('p')
    await completeAll(engine)
    await engine.complete('work')
    const processInstanceKey = await engine.start('p')
    await engine.core.run('cancelProcessInstance', { processInstanceKey })
  },
  'call-activity': async (engine) => {
    await engine.deploy(process('outer').startEvent().callActivity('call', { processId: 'p' }).endEvent())
    await engine.start('outer', { x: 1 })
    await engine.deploy(oneTask())
    for (const { key } of engine.incidents()) await engine.resolve(key)
    await engine.complete('work', { y: 2 })
  },
  turns: async (engine) => {
    await engine.deploy(process('p').startEvent().task('a').task('b').task('c').endEvent('end', { terminate: true }))
    await engine.start('p')
  },
  banned: async (engine) => {
    const script = { expression: '=1', resultVariable: 'n' }
    await engine.deploy(process('p').startEvent().scriptTask('broken', script).endEvent())
    const broken = vi.spyOn(scriptTask, 'enter').mockImplementation(() => {
      throw new TypeError('a defect')
    })
    await engine.start('p').catch(() => undefined)
    await engine.settled()
    broken.mockRestore()
  },
}

/** An engine whose turns are short, so that it suspends some. */
export const narrator = (): Promise<TestEngine> => testEngine({ turnSteps: 4 })
