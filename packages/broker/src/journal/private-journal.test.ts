import { type Clocks, virtualClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { beforeEach, expect, it } from 'vitest'
import { testBroker } from '../../test/broker.ts'
import { PRINCIPALS_PARTITION, PrivateJournal } from './private-journal.ts'

let clocks: Clocks
let log: Log
const open = () => PrivateJournal.open(log, clocks, PRINCIPALS_PARTITION)

beforeEach(() => {
  clocks = virtualClocks(1_700_000_000_000)
  log = memoryLog({ clocks })
})

it('gives the last value of every key that was not taken away', async () => {
  const { journal, entries } = await open()
  expect(entries.size).toBe(0)
  await journal.write([
    { key: 'a', value: { text: 'one' } },
    { key: 'b', value: { text: 'two' } },
  ])
  await journal.write([
    { key: 'a', value: { text: 'three' } },
    { key: 'b', value: null },
  ])
  expect([...(await open()).entries]).toEqual([['a', { version: 1, text: 'three' }]])
})

it('is no topic: no client has a name for it', async () => {
  const { journal } = await open()
  await journal.write([{ key: 'a', value: {} }])
  const broker = await testBroker({}, log)
  expect(broker.topics.list()).toEqual([])
})

it('does not read what a later version has written', async () => {
  const { journal } = await open()
  await journal.write([{ key: 'a', value: { version: 2 } }])
  await expect(open()).rejects.toMatchObject({ code: 'STATE_FORMAT' })
})
