import { expect, it } from 'vitest'
import { readStatus } from './framing.ts'

const ID = '1a2b3c4d'
const header = Buffer.from([0, 0, 1, 0x86, 0xa0])
const framed = (payload: Buffer | string): Buffer => Buffer.concat([header, Buffer.from(payload)])
/** Zig-zag of a small number, as Avro writes it. */
const long = (value: number): Buffer => {
  const bytes: number[] = []
  for (let rest = BigInt(value) << 1n; ; rest >>= 7n) {
    if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)])
    bytes.push(Number(rest & 0x7fn) | 0x80)
  }
}
const AT = 1_790_000_000_123
const row = Buffer.from(JSON.stringify({ status: 200, timestamp: AT }))

it.each([
  ['raw', Buffer.from(ID)],
  ['json', Buffer.from(JSON.stringify(ID))],
  ['json', Buffer.from(JSON.stringify({ orderid: ID }))],
  ['registry-json', framed(JSON.stringify({ orderid: ID }))],
  ['registry-avro', framed(Buffer.concat([long(8), Buffer.from(ID)]))],
  ['registry-avro', framed(Buffer.concat([long(1), long(8), Buffer.from(ID)]))],
])('reads a key that is framed %s', (framing, key) => {
  expect(readStatus({ key, value: row })).toMatchObject({
    kind: 'status',
    orderId: ID,
    keyFraming: framing,
    status: 200,
  })
})

it.each([
  ['json', row],
  ['json', Buffer.from(JSON.stringify({ ORDERID: ID, STATUS: 200, TIMESTAMP: AT }))],
  ['json', Buffer.from(JSON.stringify({ Status: '200', Timestamp: String(AT) }))],
  ['registry-json', framed(row)],
  ['registry-avro', framed(Buffer.concat([long(1), long(200), long(1), long(AT)]))],
])('reads a value that is framed %s, whatever the case of its fields', (framing, value) => {
  expect(readStatus({ key: Buffer.from(ID), value })).toEqual({
    kind: 'status',
    orderId: ID,
    status: 200,
    timestamp: AT,
    keyFraming: 'raw',
    valueFraming: framing,
  })
})

it('says which framing it met and what to do where it cannot read one', () => {
  const alien = framed(Buffer.from([0xff, 0xfe, 0x01]))
  const key = readStatus({ key: alien, value: row })
  expect(key).toMatchObject({ kind: 'unreadable' })
  expect(key.kind === 'unreadable' && key.trouble).toMatch(/schema registry \(schema 100000\).*create the table with/u)
  const value = readStatus({ key: Buffer.from(ID), value: alien })
  expect(value).toMatchObject({ kind: 'wrong', orderId: ID })
  expect(value.kind === 'wrong' && value.trouble).toMatch(/schema registry.*'value.format'='json'/u)
  expect(readStatus({ key: null, value: row })).toMatchObject({ kind: 'unreadable' })
  expect(readStatus({ key: Buffer.from([0x86, 0xff]), value: row })).toMatchObject({ kind: 'unreadable' })
  expect(readStatus({ key: Buffer.from(ID), value: Buffer.from('[1]') })).toMatchObject({ kind: 'wrong' })
})

it('knows a row without a status, and one that is gone', () => {
  const none = readStatus({ key: Buffer.from(ID), value: Buffer.from('{"status":null,"timestamp":null}') })
  expect(none).toEqual({ kind: 'status', orderId: ID, keyFraming: 'raw', valueFraming: 'json' })
  expect(readStatus({ key: Buffer.from(ID), value: null })).toEqual({ kind: 'removed', orderId: ID })
})

it('does not break on any bytes', () => {
  for (let first = 0; first < 256; first++)
    for (const rest of ['', 'x', '\u0000\u0000\u0000\u0000\u0002', '"{['])
      expect(readStatus({ key: Buffer.from([first, ...Buffer.from(rest)]), value: Buffer.from([first]) })).toBeDefined()
})
