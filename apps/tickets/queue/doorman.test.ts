import { seededRandom, virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { LedgerStore } from '../ledger/ledger-store.ts'
import { Ledger } from '../ledger/ledger.ts'
import { Work } from '../work.ts'
import { join, open } from './decide.ts'
import { Doorman } from './doorman.ts'
import { QueueModel, tables } from './model.ts'
import { newRoom } from './room.ts'
import { Statistics } from './statistics.ts'
import { StockWatch } from './stock-watch.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const START = 1_767_225_600_000

class EnoughStock extends StockWatch {
  override places(): number {
    return 1000
  }
  override refresh(): Promise<void> {
    return Promise.resolve()
  }
}

it('lets people in again after a moment in which nothing could be told', async () => {
  const clocks = virtualClocks(START)
  const random = seededRandom(5)
  const ports = { clocks, random, log }
  const model = new QueueModel()
  const outbox = { full: false }
  const ledger = new Ledger({
    store: new LedgerStore(undefined),
    model,
    ports,
    send: () => undefined,
    full: () => outbox.full,
  })
  const room = newRoom(random, START, { rate: 6000, maxActive: 100 })
  await ledger.change(() => ({ puts: [{ table: tables.room, key: 'current', value: room }], answer: undefined }))
  await ledger.change((now) => open(model, now))
  await ledger.change((now) => join(model, { sessionId: 'ada', announced: true }, 0, now))
  const work = new Work(clocks)
  const settings = { offerMs: 120_000, tokenMs: 600_000, graceMs: 300_000 }
  const stock = new EnoughStock('http://127.0.0.1:1', log)
  const doorman = new Doorman({ model, ledger, ports, work, stock, statistics: new Statistics(), settings })
  outbox.full = true
  doorman.start()
  await work.idle()
  expect(model.visitors.get('ada')?.status).toBe('waiting')
  outbox.full = false
  await clocks.domain.advance(5000)
  await work.idle()
  expect(model.visitors.get('ada')?.status).toBe('admitted')
  doorman.stop()
  ledger.close()
})
