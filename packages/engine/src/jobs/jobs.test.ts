import { process } from '@millrace/bpmn'
import { describe, expect, it } from 'vitest'
import { type TestEngine, testEngine } from '../../test/engine.ts'
import type { ActivatedJob } from '../commands/activate-jobs.ts'

const oneTask = () => process('p').startEvent().serviceTask('a', { type: 'a', retries: '3' }).endEvent()

async function started(count = 1): Promise<TestEngine> {
  const engine = await testEngine()
  await engine.deploy(oneTask())
  for (let index = 0; index < count; index++) await engine.start('p', { index })
  return engine
}

const poll = (engine: TestEngine, worker: string, most: number, waitMs: number): Promise<readonly ActivatedJob[]> =>
  engine.core.jobs.poll(
    { type: 'a', worker, timeout: 1000, maxJobsToActivate: most, fetchVariables: [], tenantIds: ['<default>'] },
    waitMs,
  )

describe('a job', () => {
  it('belongs to its worker until its time is over', async () => {
    const engine = await started()
    const [job] = await engine.activate('a', 1, 10_000)
    await engine.advance(9_999)
    expect(await engine.activate('a')).toEqual([])
    await engine.restart()
    await engine.advance(1)
    expect((await engine.job('a')).key).toBe(job?.key)
  })

  it('has more time when it is told so', async () => {
    const engine = await started()
    const [job] = await engine.activate('a', 1, 10_000)
    await engine.core.run('updateJobTimeout', { jobKey: job?.key ?? 0, timeout: 50_000 })
    await engine.advance(49_999)
    expect(await engine.activate('a')).toEqual([])
    await engine.advance(1)
    expect(await engine.activate('a')).toHaveLength(1)
  })

  it('that failed waits for its back-off', async () => {
    const engine = await started()
    const { key } = await engine.job('a')
    await engine.core.run('failJob', { jobKey: key, retries: 2, errorMessage: 'no', retryBackOff: 5000, variables: {} })
    expect(await engine.activate('a')).toEqual([])
    await engine.restart()
    await engine.advance(5000)
    expect(await engine.job('a')).toMatchObject({ key, retries: 2 })
  })

  it('without retries stands still until its incident is resolved', async () => {
    const engine = await started()
    const { key } = await engine.job('a')
    const failed = { jobKey: key, retries: 0, errorMessage: 'declined', retryBackOff: 0, variables: { why: 'x' } }
    await engine.core.run('failJob', failed)
    await expect(engine.core.run('failJob', failed)).rejects.toThrow(`it is in state 'FAILED'`)
    const [incident] = engine.incidents()
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'declined' })
    await engine.core.run('updateJobRetries', { jobKey: key, retries: 1 })
    expect(await engine.activate('a')).toEqual([])
    await engine.restart()
    await engine.resolve(incident?.key ?? 0)
    expect((await engine.job('a')).variables).toMatchObject({ why: 'x' })
  })

  it('is handed over with the variables that were asked for', async () => {
    const engine = await started()
    const request = { type: 'a', worker: 'w', timeout: 1, maxJobsToActivate: 1, fetchVariables: ['index', 'none'] }
    const [job] = await engine.core.run('activateJobs', { ...request, tenantIds: ['<default>'] })
    expect(job?.variables).toEqual({ index: 0 })
  })
})

describe('workers', () => {
  it('that wait get jobs as they come, each in its turn', async () => {
    const engine = await testEngine()
    await engine.deploy(oneTask())
    const first = poll(engine, 'first', 1, 60_000)
    const second = poll(engine, 'second', 1, 60_000)
    await engine.start('p', { index: 0 })
    await engine.start('p', { index: 1 })
    expect((await first)[0]?.variables).toEqual({ index: 0 })
    expect((await second)[0]?.variables).toEqual({ index: 1 })
  })

  it('that wait in vain get nothing after a while', async () => {
    const engine = await testEngine()
    const waiting = poll(engine, 'w', 1, 500)
    await new Promise((resolve) => setImmediate(resolve))
    engine.ports.clocks.liveness.advance(500)
    expect(await waiting).toEqual([])
  })

  it('get jobs pushed, as many as they take, shared between them', async () => {
    const engine = await testEngine()
    await engine.deploy(oneTask())
    const got: Record<string, number> = { one: 0, two: 0 }
    for (const worker of ['one', 'two']) {
      let credits = 3
      engine.core.jobs.stream({
        request: { type: 'a', worker, timeout: 60_000, fetchVariables: [], tenantIds: ['<default>'] },
        credits: () => credits,
        push: (jobs) => {
          credits -= jobs.length
          got[worker] = (got[worker] ?? 0) + jobs.length
        },
      })
    }
    for (let index = 0; index < 8; index++) await engine.start('p')
    await engine.settled()
    expect(got).toEqual({ one: 3, two: 3 })
    expect(engine.core.state.jobs.keys('activatable', 'a').size).toBe(2)
  })
})

describe('an incident of an expression', () => {
  it('is resolved by what was missing, on the way in and on the way out', async () => {
    const engine = await testEngine()
    await engine.deploy(
      process('q')
        .startEvent()
        .serviceTask('a', { type: '=kind', outputs: { n: '=assert(result, result != null)' } })
        .endEvent(),
    )
    const key = await engine.start('q')
    const [first] = engine.incidents()
    expect(first?.errorMessage).toMatch(/^Expected result of the expression 'kind' to be 'STRING', but was 'NULL'\./)
    await engine.core.run('setVariables', { elementInstanceKey: key, variables: { kind: 'a' }, local: true })
    await engine.resolve(first?.key ?? 0)
    await engine.complete('a')
    const [second] = engine.incidents()
    expect(second?.errorType).toBe('IO_MAPPING_ERROR')
    await engine.restart()
    await engine.core.run('setVariables', { elementInstanceKey: key, variables: { result: 1 }, local: true })
    await engine.resolve(second?.key ?? 0)
    expect(await engine.completed()).toContain('q')
    expect(await engine.variables(key)).toMatchObject({ n: 1 })
  })
})
