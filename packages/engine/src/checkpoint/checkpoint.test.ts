import { process } from '@millrace/bpmn'
import { expect, it } from 'vitest'
import { testEngine } from '../../test/engine.ts'
import { CHECKPOINT_PARTITION, EVENTS_PARTITION } from '../runtime/partitions.ts'

const drawn = process('p').startEvent().serviceTask('work', { type: 'work' }).endEvent()

it('keeps two checkpoints, and the events that they or a reader need', async () => {
  const engine = await testEngine()
  const { log, retention } = engine.ports
  const begin = (number: number): number => log.partition(number)?.startOffset ?? -1
  const end = (): number => log.partition(EVENTS_PARTITION)?.nextOffset ?? -1
  retention.keep('history', 0)
  await engine.deploy(drawn)
  const ends: number[] = []
  for (let round = 0; round < 3; round++) {
    await engine.start('p')
    ends.push(end())
    await engine.core.checkpoint()
  }
  expect(begin(EVENTS_PARTITION)).toBe(0)
  expect(begin(CHECKPOINT_PARTITION)).toBeGreaterThan(0)
  retention.release('test')
  retention.keep('history', 5)
  await engine.core.checkpoint()
  expect(begin(EVENTS_PARTITION)).toBe(5)
  retention.release('history')
  await engine.core.checkpoint()
  // The older of the last two ends where the last instance had begun.
  expect(begin(EVENTS_PARTITION)).toBe(ends[2])
  await engine.restart()
  expect(engine.core.state.jobs.size).toBe(3)
})

it('passes over a checkpoint that was cut off', async () => {
  const engine = await testEngine()
  await engine.deploy(drawn)
  await engine.start('p')
  await engine.core.checkpoint()
  await engine.start('p')
  const cut = engine.core.checkpoint()
  await engine.core.close()
  await cut
  await engine.restart()
  expect(engine.core.state.jobs.size).toBe(2)
})
