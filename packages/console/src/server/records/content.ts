import type { KafkaRecord } from '@platformatic/kafka'
import type { Content, RecordView } from '../../contract/records.ts'
import type { Subject } from '../../filter/index.ts'

/** One record as Kafka holds it, with its place. */
export interface RawRecord {
  partition: number
  offset: number
  timestamp: number
  key: Buffer | null
  value: Buffer | null
  headers: KafkaRecord['headers']
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const jsonAtMost = 2_000_000

/** UTF-8 text, or undefined when the bytes are none or hold control characters: those are shown as hexadecimal. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = strict.decode(bytes)
    // oxlint-disable-next-line no-control-regex -- exactly those are meant
    return /[\u0000-\u0008\u000E-\u001F]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

function jsonOf(text: string): unknown {
  if (text.length > jsonAtMost) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Bytes as far as a page can show them: at most `limit` characters. */
export function contentOf(bytes: Buffer | null, limit: number): Content {
  if (bytes === null) return { type: 'null', text: '', bytes: 0, cut: false }
  const text = textOf(bytes)
  if (text === undefined)
    return {
      type: 'binary',
      text: bytes.subarray(0, limit / 2).toString('hex'),
      bytes: bytes.length,
      cut: bytes.length > limit / 2,
    }
  const looksLikeJson = /^\s*[[{]/.test(text) && jsonOf(text) !== undefined
  return {
    type: looksLikeJson ? 'json' : 'text',
    text: text.slice(0, limit),
    bytes: bytes.length,
    cut: text.length > limit,
  }
}

export function viewOf(record: RawRecord, limit: number): RecordView {
  return {
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: contentOf(record.key, limit),
    value: contentOf(record.value, limit),
    headers: record.headers.map(([name, value]) => ({
      name: name?.toString('utf8') ?? '',
      value: contentOf(value, limit),
    })),
  }
}

/** What a filter asks of a record; decoded at most once. */
export function subjectOf(record: RawRecord): Subject {
  let text: string | undefined | null = null
  let json: { value: unknown } | undefined
  const value = () => (text === null ? (text = record.value?.toString('utf8')) : text)
  return {
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: () => record.key?.toString('utf8'),
    text: value,
    json: () => (json ??= { value: jsonOf(value() ?? '') }).value,
    header: (name) => record.headers.find(([key]) => key?.toString('utf8') === name)?.[1]?.toString('utf8'),
  }
}
