import { process } from '@millrace/bpmn'
import { expect, it } from 'vitest'
import { creation, testEngine } from '../test/engine.ts'

const oneTask = () => process('good').startEvent().serviceTask('work', { type: 'work' }).endEvent()

/** A script that is run again and again, without anything to wait for between. */
const again = (expression: string, condition: string) =>
  process('bad')
    .startEvent()
    .scriptTask('grow', { expression, resultVariable: 'x' })
    .exclusiveGateway('more')
    .condition(condition)
    .connectTo('grow')
    .moveTo('more')
    .defaultFlow()
    .endEvent()

it('a process that never waits and never ends holds up nobody, and can be cancelled', async () => {
  const engine = await testEngine({ turnSteps: 20 })
  await engine.deploy(again('=x + 1', '=true'), oneTask())
  const { processInstanceKey } = await engine.core.run('createProcessInstance', creation('bad', { x: 0 }))
  for (let round = 0; round < 5; round++) {
    const good = await engine.core.run('createProcessInstance', creation('good', {}))
    const [job] = await engine.activate('work')
    expect(job?.processInstanceKey).toBe(good.processInstanceKey)
    await engine.core.run('completeJob', { jobKey: job?.key ?? 0, variables: {} })
  }
  await engine.core.run('cancelProcessInstance', { processInstanceKey })
  await engine.settled()
  expect(engine.core.state.instances.size).toBe(0)
})

it.each([
  ['a text', '=x + x', 'a'],
  ['a list', '=concatenate(x, x)', [1]],
  ['a list of lists', '=[x, x]', [1]],
  ['a context', '={a: x, b: x}', 1],
])('%s that doubles for ever ends in an incident, and nothing else', async (_, expression, x) => {
  const engine = await testEngine()
  await engine.deploy(again(expression, '=true'), oneTask())
  await engine.start('bad', { x })
  expect(engine.incidents()).toMatchObject([{ errorMessage: expect.stringMatching(/steps|larger|characters/) }])
  await engine.start('good')
  await engine.complete('work')
  expect(await engine.completed()).toContain('good')
})
