import { process } from '@millrace/bpmn'
import { Fault, seededRandom, virtualClocks } from '@millrace/kernel'
import { type Frame, type Log, memoryLog } from '@millrace/log'
import { expect, it } from 'vitest'
import { appendingLog } from '../test/appending-log.ts'
import { creation, dump, START } from '../test/engine.ts'
import { openEngine } from './engine.ts'
import { replay } from './runtime/replay.ts'

const drawn = process('p').startEvent().serviceTask('a', { type: 'a' }).endEvent().toXml()
const resources = [{ name: 'p.bpmn', content: Buffer.from(drawn) }]

/** A log whose next append can be made to fail, as when the disk is full. */
function failingLog(): { readonly log: Log; fail: boolean; readonly ports: ReturnType<typeof ports> } {
  const given = ports()
  const inner = memoryLog(given)
  const held = { fail: false }
  const append = (frame: Frame) => {
    if (!held.fail) return inner.append(frame)
    held.fail = false
    throw new Fault('DISK_FULL', 'no room')
  }
  return Object.assign(held, { log: appendingLog(inner, append), ports: given })
}

const ports = () => ({ clocks: virtualClocks(START), random: seededRandom(1) })

it('forgets what a full disk did not take, and goes on', async () => {
  const held = failingLog()
  const engine = await openEngine({ log: held.log, ...held.ports })
  await engine.run('deploy', { resources, tenantId: '<default>' })
  held.fail = true
  await expect(engine.run('createProcessInstance', creation('p', {}))).rejects.toMatchObject({ code: 'DISK_FULL' })
  await engine.idle()
  expect(engine.state.instances.size).toBe(0)
  await engine.run('createProcessInstance', creation('p', {}))
  await engine.idle()
  expect(engine.state.instances.size).toBe(2)
  expect(dump((await replay(held.log)).state)).toEqual(dump(engine.state))
  await engine.close()
})

it('refuses new work, not the end of old, when too much waits for the disk', async () => {
  const given = ports()
  const engine = await openEngine({ log: memoryLog(given), ...given, limits: { pendingCommandCount: 1 } })
  await engine.run('deploy', { resources, tenantId: '<default>' })
  await engine.run('createProcessInstance', creation('p', {}))
  const request = { type: 'a', worker: 'w', timeout: 1000, maxJobsToActivate: 1, fetchVariables: [] }
  const [job] = await engine.run('activateJobs', { ...request, tenantIds: ['<default>'] })
  const first = engine.run('createProcessInstance', creation('p', {}))
  await Promise.resolve()
  const second = engine.run('createProcessInstance', creation('p', {}))
  const completed = engine.run('completeJob', { jobKey: job?.key ?? 0, variables: {} })
  await expect(second).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' })
  await Promise.all([first, completed])
  await engine.close()
})
