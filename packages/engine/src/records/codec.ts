import { ByteReader, ByteWriter, Fault } from '@millrace/kernel'
import type { NewRecord, StoredRecord } from '@millrace/log'
import { readInt, writeInt } from './int.ts'
import { intents } from './intents.ts'
import type { EngineEvent, ValueType } from './record.ts'
import { readFields, writeFields } from './schema.ts'
import { schemas } from './values.ts'

/** First byte of every record. A record of another format is refused. */
export const RECORD_FORMAT = 1

/** Numbers on disk: the place in the list. It only grows at the end. */
const VALUE_TYPES = Object.keys(schemas) as readonly ValueType[]
const NUMBER_OF = Object.fromEntries(VALUE_TYPES.map((name, index) => [name, index])) as Record<ValueType, number>

/** Record value: format u8, value type u8, intent u8, key (int.ts), then the fields of the value type. */
export function encodeEvent(event: EngineEvent): NewRecord {
  const writer = new ByteWriter(128)
  writer
    .uint8(RECORD_FORMAT)
    .uint8(NUMBER_OF[event.valueType])
    .uint8((intents[event.valueType] as readonly string[]).indexOf(event.intent))
  writeInt(writer, event.key)
  writeFields(schemas[event.valueType], writer, event.value)
  return { value: writer.view(), timestamp: event.timestamp }
}

/** @throws Fault ENGINE_FORMAT when the record was written by another version or is damaged. */
export function decodeEvent(record: Pick<StoredRecord, 'offset' | 'timestamp' | 'value'>): EngineEvent {
  const reader = new ByteReader(record.value ?? Buffer.alloc(0))
  const format = reader.remaining > 0 ? reader.uint8() : -1
  if (format !== RECORD_FORMAT) {
    const text = `record at offset ${record.offset} of the engine has format ${format}; this version reads ${RECORD_FORMAT}`
    throw new Fault('ENGINE_FORMAT', text)
  }
  const valueType = VALUE_TYPES[reader.uint8()]
  const intent = valueType === undefined ? undefined : intents[valueType][reader.uint8()]
  if (valueType === undefined || intent === undefined) {
    throw new Fault('ENGINE_FORMAT', `record at offset ${record.offset} of the engine is of a kind that is not known`)
  }
  const key = readInt(reader)
  const value = readFields(schemas[valueType], reader)
  return { valueType, intent, key, value, timestamp: record.timestamp } as EngineEvent
}
