import { process } from '@millrace/bpmn'
import { afterEach, expect, it, vi } from 'vitest'
import { creation, testEngine } from '../../test/engine.ts'
import { scriptTask } from '../elements/script-task.ts'

afterEach(() => vi.restoreAllMocks())

const drawn = process('p')
  .startEvent()
  .intermediateCatchEvent('wait', { timer: { duration: 'PT1S' } })
  .scriptTask('count', { expression: '=1', resultVariable: 'n' })
  .serviceTask('work', { type: 'work' })
  .endEvent()

/** Breaks the engine at every script task of an instance, as a defect of its own would. */
function breakFor(broken: number): void {
  const enter = scriptTask.enter
  vi.spyOn(scriptTask, 'enter').mockImplementation((run) => {
    if (run.instance.processInstanceKey === broken) throw new TypeError('a defect')
    enter(run)
  })
}

it('bans a process whose work fails by a fault of the engine, and its neighbours go on', async () => {
  const engine = await testEngine()
  const reported: object[] = []
  const report = { debug() {}, info() {}, warn() {}, error: (fields: object) => void reported.push(fields) }
  Object.assign(engine.ports, { report })
  await engine.restart()
  await engine.deploy(drawn)
  const [broken, sound] = [await engine.start('p'), await engine.start('p')]
  breakFor(broken)
  await engine.advance(1000)
  expect((await engine.activate('work')).map(({ processInstanceKey }) => processInstanceKey)).toEqual([sound])
  expect([...engine.core.state.banned]).toEqual([broken])
  expect(await engine.eventsOf('ERROR')).toMatchObject([
    { intent: 'CREATED', value: { processInstanceKey: broken, exceptionMessage: 'a defect' } },
  ])
  expect(reported).toEqual([{ processInstanceKey: broken, reason: 'a defect' }])
  expect(engine.core.state.timers.size).toBe(0)
  await expect(engine.core.run('cancelProcessInstance', { processInstanceKey: broken })).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: expect.stringContaining('it is banned'),
  })
  await engine.restart()
  expect([...engine.core.state.banned]).toEqual([broken])
})

it('gives up a suspended turn that breaks each time', async () => {
  const engine = await testEngine({ turnSteps: 3 })
  await engine.deploy(
    process('q').startEvent().task('a').task('b').scriptTask('c', { expression: '=1', resultVariable: 'n' }).endEvent(),
  )
  vi.spyOn(scriptTask, 'enter').mockImplementation(() => {
    throw new TypeError('a defect')
  })
  const { processInstanceKey } = await engine.core.run('createProcessInstance', creation('q', {}))
  await engine.settled()
  expect([...engine.core.state.banned]).toEqual([processInstanceKey])
  expect(engine.core.state.turns.size).toBe(0)
})
