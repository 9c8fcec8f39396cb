/**
 * Where the fields of a record batch v2 lie, in bytes from its start (Kafka's `RecordBatch` as its protocol guide
 * describes it). The CRC-32C covers everything from `ATTRIBUTES` on, so base offset and leader epoch can be stamped
 * without touching it.
 */
export const BASE_OFFSET = 0
export const LENGTH = 8
export const LEADER_EPOCH = 12
export const MAGIC = 16
export const CRC = 17
export const ATTRIBUTES = 21
export const LAST_OFFSET_DELTA = 23
export const BASE_TIMESTAMP = 27
export const MAX_TIMESTAMP = 35
export const PRODUCER_ID = 43
export const PRODUCER_EPOCH = 51
export const BASE_SEQUENCE = 53
export const RECORD_COUNT = 57

/** Bytes before the records. */
export const HEADER_BYTES = 61
/** The length field counts what follows it. */
export const LENGTH_OVERHEAD = 12
/** The only magic number that is taken. */
export const MAGIC_V2 = 2

/** Bits of `attributes`. */
export const COMPRESSION_MASK = 0x07
export const LOG_APPEND_TIME = 0x08
export const TRANSACTIONAL = 0x10
export const CONTROL = 0x20
export const DELETE_HORIZON = 0x40
