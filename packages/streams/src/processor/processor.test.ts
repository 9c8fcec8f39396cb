import { text, topic, type FetcherOptions, type KafkaClient, type MemberOptions } from '@millrace/client'
import { Fault, seededRandom, VirtualLiveness, virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { numberCodec } from '../testing/number-codec.ts'
import { memoryState } from '../state/memory-state.ts'
import type { StateStores } from '../state/state.ts'
import { processor } from './processor.ts'
import type { ProcessorOptions } from './processor-options.ts'

const input = topic({ name: 'in', key: text(), value: text() })
const stores = { s: { key: text(), value: numberCodec } }
const place = (partition: number) => ({ topic: input.name, partition })

/** A group, a log and a coordinator of which only what the processor asks is there. */
function standIn() {
  const liveness = new VirtualLiveness()
  const posted: string[] = []
  const note = (): void => undefined
  const asked: { member?: MemberOptions; reader?: FetcherOptions } = {}
  const faults: Error[] = []
  const transaction = {
    post: (record: { readonly topic: string }) => void posted.push(record.topic),
    send: () => Promise.resolve({ offset: 0 }),
    commitOffsets: () => {
      const fault = faults.shift()
      return fault === undefined ? Promise.resolve() : Promise.reject(fault)
    },
  }
  const kafka = {
    ports: {
      clocks: { ...virtualClocks(1000), liveness },
      random: seededRandom(1),
      log: { debug: note, info: note, warn: note, error: note },
    },
    reader: (options: FetcherOptions) => {
      asked.reader ??= options
      return { assign: note, unassign: note, close: () => Promise.resolve() }
    },
    member: (options: MemberOptions) => {
      asked.member = options
      return { start: note, stop: note, committed: () => Promise.resolve([]), position: () => ({}) }
    },
    transactionalProducer: () => ({
      claim: () => Promise.resolve(),
      transaction: (work: (each: typeof transaction) => Promise<unknown>) => work(transaction),
      close: () => Promise.resolve(),
    }),
    admin: () => ({
      describeTopics: (names: string[]) => Promise.resolve(names.map((name) => ({ name, id: 'x', partitions: 2 }))),
      ensureTopics: () => Promise.resolve(),
      offsets: () => Promise.resolve([0, 0]),
    }),
  }
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      liveness.advance(50)
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const record = { ...place(0), offset: 0, timestamp: 0, key: Buffer.from('a'), value: Buffer.from('b'), headers: [] }
  const chunk = { ...place(0), records: [record], nextOffset: 1, endOffset: 1, startOffset: 0, bytes: 1 }
  const started = (options: Partial<ProcessorOptions<typeof input, typeof stores>>) =>
    processor(kafka as unknown as KafkaClient, { id: 'p', inputs: [input], stores, process: note, ...options })
  return {
    started,
    posted,
    pass,
    /** Gives the processor a record whose transaction fails. */
    failOnce: () => {
      faults.push(new Error('aborted'))
      asked.reader?.deliver(chunk, note)
    },
    deliver: () => asked.reader?.deliver(chunk, note),
    assign: async (partition: number) => asked.member?.onAssigned([place(partition)]),
    revoke: async (partition: number, how: 'rebalance' | 'lost') => asked.member?.onRevoked([place(partition)], how),
  }
}

/** State whose opening can be held up. */
function slowState() {
  let gate = Promise.resolve()
  const state: StateStores = {
    open: async () => {
      await gate
      return undefined
    },
  }
  const hold = (): (() => void) => {
    const held = Promise.withResolvers<void>()
    gate = held.promise
    return held.resolve
  }
  return { state, hold }
}

it('leaves a partition alone that was taken away while it was opened again', async () => {
  const { state, hold } = slowState()
  const { started, assign, failOnce, pass, revoke } = standIn()
  let dueAt = Infinity
  const woken: number[] = []
  const wake = {
    at: () => dueAt,
    run: (_now: number, { partition }: { readonly partition: number }) => {
      woken.push(partition)
      dueAt = Infinity
    },
  }
  const made = started({ state, wake })
  await assign(0)
  const release = hold()
  failOnce()
  await pass(1000)
  dueAt = 0
  const revoked = revoke(0, 'rebalance')
  release()
  await revoked
  await pass(500)
  expect(woken).toEqual([])
  expect(made.partitions).toEqual([])
  await assign(1)
  await pass(500)
  expect(woken).toEqual([1])
})

const inUse = () => Promise.reject(new Fault('STATE_IN_USE', 'open in another process'))

it('gives up partitions whose state somebody else has when they are lost', async () => {
  const { started, assign, failOnce, pass, revoke } = standIn()
  let open: StateStores['open'] = () => Promise.resolve(undefined)
  const made = started({ state: { open: (...asked) => open(...asked) } })
  await assign(0)
  open = inUse
  failOnce()
  await pass(1000)
  await revoke(0, 'lost')
  open = () => Promise.resolve(undefined)
  await assign(0)
  expect(made.partitions).toEqual([0])
})

it('lets the member join again when somebody else keeps the state', async () => {
  const { started, assign, pass } = standIn()
  let tries = 0
  started({ state: { open: () => (tries++, inUse()) } })
  const assigned = expect(assign(0)).rejects.toMatchObject({ code: 'STATE_IN_USE' })
  await pass(15_000)
  await assigned
  expect(tries).toBe(20)
})

it('buries no record for state that its codec cannot read', async () => {
  const { started, assign, deliver, pass, posted } = standIn()
  const unreadable = new Fault('STATE_UNREADABLE', 'an entry on disk')
  const open: StateStores['open'] = async <K, V>() => ({
    ...memoryState<K, V>(),
    get: () => {
      throw unreadable
    },
  })
  const made = started({
    state: { open },
    retry: { attempts: 1, firstMs: 1, mostMs: 1 },
    process: (_record, { stores: { s } }) => void s.get('a'),
  })
  await assign(0)
  deliver()
  await pass(1000)
  expect(posted).toEqual([])
  expect(made.counts).toMatchObject({ deadLettered: 0, processed: 0, aborted: 1 })
})
