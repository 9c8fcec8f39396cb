// @vitest-environment node
import type { ZeebeClient } from '@millrace/client/zeebe'
import { Fault, Refusal } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { actOnAll } from './bulk.ts'

/** An engine that writes down what it is asked, and answers as `cancel` does. */
function engine(cancel: (key: string) => Promise<void> = () => Promise.resolve()) {
  const calls: string[] = []
  const client = {
    cancelInstance: (key: string) => {
      calls.push(`cancel ${key}`)
      return cancel(key)
    },
    updateRetries: async (key: string, retries: number) => void calls.push(`retries ${key} ${retries}`),
    resolveIncident: async (key: string) => void calls.push(`resolve ${key}`),
  }
  return { calls, client: client as unknown as ZeebeClient }
}

const hits = (count: number) => Array.from({ length: count }, (_, index) => ({ key: String(index) }))

it('does it to each once, eight at a time, and tells which were refused', async () => {
  let atOnce = 0
  let most = 0
  const { client, calls } = engine(async (key) => {
    most = Math.max(most, ++atOnce)
    await new Promise(setImmediate)
    atOnce -= 1
    if (key === '3') throw new Refusal('NOT_FOUND', 'it has ended')
  })
  const outcome = await actOnAll(client, { action: 'cancel', hits: hits(30), retries: 1, confirm: 30 })
  expect(outcome).toEqual({ done: 29, refused: [{ key: '3', detail: 'it has ended' }] })
  expect([new Set(calls).size, calls.length, most]).toEqual([30, 30, 8])
})

it('stops when the engine is away, is over when it says so, and tells how many were done', async () => {
  const { client, calls } = engine(async (key) => {
    await new Promise(setImmediate)
    if (key === '3') throw new Refusal('NOT_FOUND', 'it has ended')
    if (key === '10') throw new Fault('UNAVAILABLE', 'gone')
  })
  const acted = actOnAll(client, { action: 'cancel', hits: hits(1000), retries: 1, confirm: 1000 })
  const fault = (await acted.catch((thrown: unknown) => thrown)) as Fault
  const asked = calls.length
  expect(asked).toBeLessThan(10 + 2 * 8)
  expect([fault.code, fault.message]).toEqual(['UNAVAILABLE', `gone (${asked - 2} of 1000 were done)`])
  for (let turns = 0; turns < 10; turns++) await new Promise(setImmediate)
  expect(calls).toHaveLength(asked)
})

it('gives a failed job its retries before its incident is resolved', async () => {
  const { client, calls } = engine()
  const chosen = [{ key: '1', jobKey: '5' }, { key: '2' }]
  await actOnAll(client, { action: 'resolve', hits: chosen, retries: 3, confirm: 2 })
  expect(calls.indexOf('retries 5 3')).toBeLessThan(calls.indexOf('resolve 1'))
  expect(calls.toSorted()).toEqual(['resolve 1', 'resolve 2', 'retries 5 3'])
})
