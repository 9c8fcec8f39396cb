import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault, seededRandom, virtualClocks } from '@millrace/kernel'
import { afterEach, expect, it } from 'vitest'
import type { Put, Sent } from './change.ts'
import { KeptAnswers } from './kept-answers.ts'
import { LedgerStore } from './ledger-store.ts'
import { Ledger } from './ledger.ts'
import { Relay } from './relay.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ports = { clocks: virtualClocks(7), random: seededRandom(1), log }
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'tickets-ledger-'))
  folders.push(made)
  return made
}

/** Rows by key, as a model keeps them. */
function open(store: LedgerStore) {
  const rows = new Map<string, object>()
  const sent: Sent[] = []
  const apply = ({ table, key, value }: Put): void => {
    if (value === undefined) rows.delete(`${table}/${key}`)
    else rows.set(`${table}/${key}`, value)
  }
  const ledger = new Ledger({ store, model: { apply }, ports, send: (items) => sent.push(...items) })
  return { ledger, rows, sent }
}
const row = (key: string, value: object | undefined): Put => ({ table: 't', key, value })
const event = (lane: string) => ({ kind: 'event', lane, body: { about: lane } })

it('finds after a crash what was answered, and what was not yet sent', async () => {
  const path = folder()
  const file = new LedgerStore(path)
  const first = open(file)
  await first.ledger.change(() => ({ puts: [row('a', { n: 1 })], tell: [event('a')], answer: undefined }))
  await first.ledger.change(() => ({ puts: [row('a', { n: 2 }), row('b', { n: 3 })], tell: [event('b')], answer: 0 }))
  await first.ledger.change(() => ({ puts: [row('b', undefined)], answer: undefined }))
  first.ledger.told(first.sent[0]?.seq ?? 0)
  await first.ledger.change(() => ({ answer: undefined }))
  // One process at a time.
  expect(() => new LedgerStore(path)).toThrow('another process')
  // The ledger is not closed: what it had not written is lost, as with a process that dies.
  file.close()
  const second = open(new LedgerStore(path))
  expect([...second.rows]).toEqual([['t/a', { n: 2 }]])
  expect(second.sent.map(({ lane }) => lane)).toEqual(['b'])
  second.ledger.close()
})

it('decides one after the other, and makes what has come together durable by one commit', async () => {
  const { ledger, rows } = open(new LedgerStore(undefined))
  const add = () =>
    ledger.change(() => {
      const n = ((rows.get('t/sum') as { n: number } | undefined)?.n ?? 0) + 1
      return { puts: [row('sum', { n })], answer: n }
    })
  const answers = await Promise.all(Array.from({ length: 500 }, add))
  expect(answers).toEqual(answers.map((_, index) => index + 1))
  expect(ledger.counts).toEqual({ commits: 1, commands: 500 })
})

it('leaves nothing of a command that was refused, and goes on with the others', async () => {
  const { ledger, rows, sent } = open(new LedgerStore(undefined))
  const refused = ledger.change(() => {
    throw new Fault('NO', 'no')
  })
  const taken = ledger.change((now) => ({ puts: [row('a', { now })], answer: 'yes' }))
  await expect(refused).rejects.toThrow('no')
  expect([await taken, rows.get('t/a'), sent]).toEqual(['yes', { now: 7 }, []])
})

it('says nothing any more once the disk does not take a change', async () => {
  const store = new LedgerStore(undefined)
  const { ledger } = open(store)
  store.commit = () => {
    throw new Error('disk full')
  }
  const change = () => ledger.change(() => ({ puts: [row('a', {})], answer: undefined }))
  await expect(change()).rejects.toThrow('disk full')
  await expect(change()).rejects.toThrow('restart')
  expect(ledger.fault).toContain('disk full')
})

it('keeps the answer to a key across a restart, and forgets a key that was cut off', async () => {
  const path = folder()
  const make = () => {
    const answers = new KeptAnswers()
    const ledger = new Ledger({
      store: new LedgerStore(path),
      model: { apply: (put) => void answers.apply(put) },
      ports,
      send: () => {},
    })
    answers.writeTo(ledger)
    return { answers, ledger }
  }
  const first = make()
  const answer = { status: 201, headers: {}, body: '{}' }
  for (const key of ['done', 'cut']) await first.answers.begin(key, 'print')
  await first.answers.finish('done', 'print', answer)
  first.ledger.close()
  const second = make()
  expect(await second.answers.begin('done', 'print')).toEqual({ fingerprint: 'print', answer })
  expect(await second.answers.begin('cut', 'print')).toBeUndefined()
  second.ledger.close()
})

it('sends what is of one lane in order and lanes side by side, and passes over what is refused', async () => {
  const delivered: string[] = []
  const told: number[] = []
  const slow = Promise.withResolvers<void>()
  const relay = new Relay({
    log,
    told: (seq) => told.push(seq),
    deliver: async ({ lane, seq }) => {
      if (lane === 'slow') await slow.promise
      if (seq === 3) throw new Fault('NO', 'never')
      delivered.push(`${lane}${seq}`)
    },
  })
  const item = (lane: string, seq: number): Sent => ({ kind: 'event', lane, seq, body: {} })
  relay.add([item('slow', 1), item('fast', 2), item('fast', 3), item('slow', 4), item('fast', 5)])
  await expect.poll(() => delivered).toEqual(['fast2', 'fast5'])
  slow.resolve()
  await relay.idle()
  expect(delivered).toEqual(['fast2', 'fast5', 'slow1', 'slow4'])
  expect([told.toSorted(), relay.refused, relay.size]).toEqual([[1, 2, 3, 4, 5], 1, 0])
})
