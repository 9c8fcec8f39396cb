import { ByteReader, ByteWriter, seededRandom, below } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { decodeEvent, encodeEvent } from './codec.ts'
import { readInt, writeInt } from './int.ts'
import type { EngineEvent } from './record.ts'

it.each([
  0,
  1,
  -1,
  -2,
  63,
  1_767_225_600_000,
  2 ** 45,
  -(2 ** 45),
  2 ** 51,
  2 ** 51 + 1,
  2 ** 51 + 2 ** 45,
  8.64e15,
  -8.64e15,
])('reads %d as it was written', (value) => {
  const writer = new ByteWriter()
  writeInt(writer, value)
  expect(readInt(new ByteReader(writer.view()))).toBe(value)
})

const event: EngineEvent = {
  valueType: 'VARIABLE',
  intent: 'CREATED',
  key: 2 ** 51 + 7,
  value: { scopeKey: 2 ** 51 + 3, processInstanceKey: -1, name: 'größe', value: { a: [1, null, 'x'] } },
  timestamp: 1000,
}

it('reads an event as it was written', () => {
  const { value, timestamp } = encodeEvent(event)
  expect(decodeEvent({ offset: 0, timestamp: timestamp ?? 0, value: Buffer.from(value as Uint8Array) })).toEqual(event)
})

it('keeps its bytes', () => {
  expect(Buffer.from(encodeEvent(event).value as Uint8Array).toString('hex')).toMatchInlineSnapshot(
    `"0106001e0e03076772c3b6c39f65127b2261223a5b312c6e756c6c2c2278225d7d"`,
  )
})

it('refuses what another version wrote, and what is cut short, by name', () => {
  const bytes = Buffer.from(encodeEvent(event).value as Uint8Array)
  const random = seededRandom(7)
  const read = (value: Buffer) => () => decodeEvent({ offset: 5, timestamp: 0, value })
  expect(read(Buffer.concat([Buffer.from([9]), bytes.subarray(1)]))).toThrow(
    'record at offset 5 of the engine has format 9',
  )
  expect(read(Buffer.from([1, 200, 0]))).toThrow('is of a kind that is not known')
  for (let round = 0; round < 20; round++)
    expect(read(bytes.subarray(0, below(random, bytes.length - 1)))).toThrow(/bytes? |format|JSON|kind/)
})
