import { crc32c, Refusal } from '@millrace/kernel'
import type { Position } from '@millrace/client'

/**
 * A snapshot's bytes, version 1:
 *
 * | bytes | what                                                        |
 * | ----- | ----------------------------------------------------------- |
 * | 4     | `MVSN`                                                      |
 * | 1     | format version                                              |
 * | 4     | length of the head, big-endian                              |
 * | …     | the head: JSON                                              |
 * | …     | items: each 4 bytes length, then JSON; a length of 0 ends   |
 * | 4     | CRC-32C of everything before                                |
 */
export interface SnapshotHead {
  readonly view: string
  /** The application's, see `SnapshotOptions.version`. */
  readonly version: number
  /** Domain time, ms since epoch. */
  readonly savedAt: number
  readonly topics: readonly { readonly name: string; readonly id: string; readonly partitions: number }[]
  readonly positions: readonly Position[]
}

const MAGIC = Buffer.from('MVSN')
const FORMAT_VERSION = 1
const FIXED_BYTES = MAGIC.length + 1 + 4
const ITEM_LIMIT_BYTES = 64 * 1024 * 1024

export const itemBytes = (item: unknown): Buffer => framed(Buffer.from(JSON.stringify(item)))

export function headBytes(head: SnapshotHead): Buffer {
  return Buffer.concat([MAGIC, Buffer.of(FORMAT_VERSION), framed(Buffer.from(JSON.stringify(head)))])
}

/** The end mark and the checksum over all parts. */
export function tailBytes(parts: Iterable<Uint8Array>): Buffer {
  const end = Buffer.alloc(8)
  let crc = 0
  for (const part of parts) crc = crc32c(part, 0, part.length, crc)
  end.writeUInt32BE(crc32c(end, 0, 4, crc), 4)
  return end
}

/** @throws Refusal SNAPSHOT_UNREADABLE that says what is wrong. */
export function readHead(bytes: Buffer): { readonly head: SnapshotHead; readonly items: Iterable<unknown> } {
  if (bytes.length < FIXED_BYTES + 8 || !bytes.subarray(0, 4).equals(MAGIC)) throw unreadable('it is no snapshot')
  const version = bytes[4]
  if (version !== FORMAT_VERSION) throw unreadable(`its format version is ${version}, and ${FORMAT_VERSION} is known`)
  const end = bytes.length - 4
  if (crc32c(bytes, 0, end) !== bytes.readUInt32BE(end)) throw unreadable('its checksum is wrong')
  const headEnd = FIXED_BYTES + bytes.readUInt32BE(5)
  if (headEnd > end) throw unreadable('its head is longer than itself')
  const head = JSON.parse(bytes.toString('utf8', FIXED_BYTES, headEnd)) as SnapshotHead
  return { head, items: items(bytes, headEnd, end) }
}

function* items(bytes: Buffer, from: number, end: number): Generator<unknown> {
  for (let at = from; ;) {
    if (at + 4 > end) throw unreadable('it ends within an item')
    const length = bytes.readUInt32BE(at)
    if (length === 0) return
    at += 4
    if (length > ITEM_LIMIT_BYTES || at + length > end) throw unreadable('an item is longer than the rest')
    yield JSON.parse(bytes.toString('utf8', at, at + length))
    at += length
  }
}

function framed(content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

const unreadable = (reason: string): Refusal => new Refusal('SNAPSHOT_UNREADABLE', reason)
