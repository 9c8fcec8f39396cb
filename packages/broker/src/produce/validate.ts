import { Refusal } from '@millrace/kernel'
import { type BatchHeader, checkBatch, records } from '@millrace/log'
import type { TopicSettings } from '../configs/topic-settings.ts'
import { checkRecordChain } from './record-chain.ts'
import { RejectedRecords } from './rejected-records.ts'

/** Time -1 in a batch: its producer gave none. */
const NO_TIMESTAMP = -1

/** Where a batch's own length ends, and its format number lies. */
const LENGTH_END = 12
const MAGIC = 16
const MAGIC_V2 = 2

/** What a batch is checked against. */
export interface BatchRules {
  /** For texts: `orders-0`. */
  readonly partition: string
  readonly settings: TopicSettings
  /** Domain time, ms since epoch. */
  readonly now: number
}

/**
 * Checks a produced batch as Kafka's `UnifiedLog` and `LogValidator` do: size, CRC, counts, who may write control
 * records, times. Records are looked into only where a setting asks for it: keys on a compacted topic, each time when
 * old ones are refused.
 *
 * @throws Refusal MESSAGE_TOO_LARGE, CORRUPT_MESSAGE, INVALID_RECORD, UNSUPPORTED_COMPRESSION_TYPE
 * @throws RejectedRecords INVALID_RECORD, INVALID_TIMESTAMP with the records that are to blame
 */
export function validateBatch(bytes: Buffer, rules: BatchRules): BatchHeader {
  checkSize(bytes, rules)
  checkWhole(bytes)
  const header = checkBatch(bytes)
  if (header.baseOffset !== 0) {
    throw invalid(
      `The baseOffset of the record batch in the append to ${rules.partition} should be 0, but it is ${header.baseOffset}`,
    )
  }
  if (header.isControl) throw invalid('Clients are not allowed to write control records')
  if (header.isTransactional && header.producerId < 0) {
    throw invalid('A transactional batch carries the id of its producer, and this one has none')
  }
  checkRecordChain(bytes, header)
  checkTimes(bytes, header, rules)
  if (rules.settings.cleanup.compact) checkKeys(bytes, rules)
  return header
}

function checkSize(bytes: Buffer, { settings, partition }: BatchRules): void {
  if (bytes.length <= settings.maxMessageBytes) return
  throw new Refusal(
    'MESSAGE_TOO_LARGE',
    `The record batch size in the append to ${partition} is ${bytes.length} bytes which exceeds the maximum ` +
      `configured value of ${settings.maxMessageBytes}.`,
  )
}

/** Where a batch ends before its header or its length says so, Kafka sees none; CORRUPT_MESSAGE would be retried. */
function checkWhole(bytes: Buffer): void {
  if (bytes.length < LENGTH_END || bytes.readInt32BE(LENGTH_END - 4) > bytes.length - LENGTH_END) {
    throw invalid('Produce requests must have at least one record batch per partition, and this one is cut off')
  }
  if ((bytes[MAGIC] ?? MAGIC_V2) < MAGIC_V2) {
    throw invalid('Produce requests are only allowed to contain record batches with magic version 2')
  }
}

function checkTimes(bytes: Buffer, header: BatchHeader, rules: BatchRules): void {
  const { settings, now } = rules
  if (settings.timestampType === 'LogAppendTime') return
  const latest = now + settings.timestampAfterMaxMs
  const earliest = now - settings.timestampBeforeMaxMs
  // The header knows the latest time; for the earliest all records are read, and only when there is a bound.
  if (header.maxTimestamp <= latest && earliest <= Number.MIN_SAFE_INTEGER) return
  rejectWhere(bytes, 'INVALID_TIMESTAMP', ({ timestamp, offset }) =>
    timestamp === NO_TIMESTAMP || (timestamp >= earliest && timestamp <= latest)
      ? undefined
      : `Timestamp ${timestamp} of message with offset ${offset} is out of range. The timestamp should be within ` +
        `[${earliest}, ${latest}]`,
  )
  if (header.maxTimestamp > latest)
    throw new Refusal('INVALID_TIMESTAMP', `The batch says its latest time is ${header.maxTimestamp}`)
}

function checkKeys(bytes: Buffer, { partition }: BatchRules): void {
  rejectWhere(bytes, 'INVALID_RECORD', ({ key }) =>
    key === null ? `Compacted topic cannot accept message without key in topic partition ${partition}` : undefined,
  )
}

interface SeenRecord {
  readonly key: Buffer | null
  readonly timestamp: number
  readonly offset: number
}

function rejectWhere(
  bytes: Buffer,
  code: 'INVALID_RECORD' | 'INVALID_TIMESTAMP',
  wrongWith: (record: SeenRecord) => string | undefined,
): void {
  const rejected: { index: number; message: string }[] = []
  let index = 0
  for (const record of records(bytes)) {
    const message = wrongWith(record)
    if (message !== undefined) rejected.push({ index, message })
    index++
  }
  if (rejected.length > 0) throw new RejectedRecords(code, rejected)
}

const invalid = (text: string): Refusal => new Refusal('INVALID_RECORD', text)
