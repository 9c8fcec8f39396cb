import { virtualClocks } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'
import { expect, it, onTestFinished } from 'vitest'
import type { Job } from './decision.ts'
import { Jobs } from './jobs.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const START = 1_000_000

function started(perform: (id: string, job: Job) => Promise<void>) {
  const clocks = virtualClocks(START)
  const due = new Map<string, Job[]>()
  const owned: { partitions: number[] } = { partitions: [0] }
  const jobs = new Jobs({
    clocks,
    log,
    jobsOf: (id) => (owned.partitions.length === 0 ? undefined : due.get(id)),
    pending: () => due.keys(),
    ownedPartitions: () => owned.partitions,
    perform,
  })
  onTestFinished(() => jobs.stop())
  return { clocks, due, owned, jobs }
}

it('does a job when it falls due, and not before', async () => {
  const done: string[] = []
  const { clocks, due, jobs } = started((id, job) => {
    done.push(`${id} ${job.id}`)
    due.delete(id)
    return Promise.resolve()
  })
  due.set('o-1', [{ id: 'expire', at: START + 1000 }])
  jobs.look('o-1')
  await clocks.domain.advance(999)
  expect(done).toEqual([])
  await clocks.domain.advance(1)
  expect(done).toEqual(['o-1 expire'])
})

it('does it once, however often it is looked at meanwhile', async () => {
  let count = 0
  const settled = Promise.withResolvers<void>()
  const { due, jobs } = started(async (id) => {
    count++
    await settled.promise
    due.delete(id)
  })
  due.set('o-1', [{ id: 'mail', at: START }])
  for (let looks = 0; looks < 5; looks++) jobs.look('o-1')
  settled.resolve()
  await Promise.resolve()
  jobs.look('o-1')
  expect(count).toBe(1)
})

it('does it again when it was not settled', async () => {
  let count = 0
  const { clocks, due, jobs } = started((id) => {
    count++
    if (count < 3) return Promise.reject(new Error('away'))
    due.delete(id)
    return Promise.resolve()
  })
  due.set('o-1', [{ id: 'mail', at: START }])
  jobs.look('o-1')
  await waitFor(
    () => {
      clocks.liveness.advance(1000)
      return count === 3
    },
    { what: 'the third try', everyMs: 5 },
  )
})

it('begins with what is pending when partitions come', async () => {
  const done: string[] = []
  const { clocks, due, owned, jobs } = started((id) => {
    done.push(id)
    due.delete(id)
    return Promise.resolve()
  })
  owned.partitions = []
  due.set('o-1', [{ id: 'mail', at: START }])
  jobs.look('o-1')
  expect(done).toEqual([])
  owned.partitions = [0, 1]
  await waitFor(
    () => {
      clocks.liveness.advance(1000)
      return done.length === 1
    },
    { what: 'the job', everyMs: 5 },
  )
})
