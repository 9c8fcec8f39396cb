import { expect, it } from 'vitest'
import type { JobType } from './drawings.ts'
import { Records } from './records.ts'

const work = { key: 1, processInstanceKey: 10, elementId: 'work', reference: 'r' }

/** Instance 10, of which the given elements have been done. */
function seen(...elements: readonly JobType[]): Records {
  const records = new Records()
  records.created.set(10, 'r')
  for (const [at, elementId] of elements.entries()) {
    const key = at + 1
    records.activated(elementId, { ...work, key, elementId })
    records.completed(key)
  }
  return records
}

it('is content with what came to its end, once', () => {
  const records = seen('work', 'last')
  expect([records.failures, records.missing()]).toEqual([[], []])
})

it('lets a job be given out again until it is completed', () => {
  const records = new Records()
  records.activated('work', work)
  records.activated('work', work)
  expect([records.failures, records.repeated]).toEqual([[], 1])
})

it('tells of a job that is given out after its completion', () => {
  const records = seen('work')
  records.activated('work', work)
  expect(records.failures).toEqual(['job 1 (work) was handed out after its completion'])
})

it('tells of an element that was begun twice', () => {
  const records = seen('work')
  records.activated('work', { ...work, key: 2 })
  expect(records.failures).toEqual(['10/work was begun twice: jobs 1 and 2'])
})

it('tells of a message that started two processes', () => {
  const records = new Records()
  records.activated('begun', { ...work, elementId: 'begun' })
  records.activated('begun', { ...work, key: 2, processInstanceKey: 11, elementId: 'begun' })
  expect(records.failures).toEqual(['message r started 10 and a second one'])
})

it('tells where an instance stands still, and which message is lost', () => {
  const records = seen('work')
  records.paid.add('r')
  records.begun.add('m')
  expect(records.missing()).toEqual([
    'instance 10 (r) stands still after its job, with its message acknowledged',
    'message m was acknowledged and started nothing that ended',
  ])
})
