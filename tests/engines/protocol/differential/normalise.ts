import { BatchHeader } from '@millrace/log'
import { NIL_UUID, type Struct } from '@millrace/kernel'
import { handlers } from '@millrace/kafka'
import { errorName } from '../wire.ts'
import type { Names } from './names.ts'

/** What is known of the engine that answered. */
export interface Answerer {
  readonly names: Names
  /** Names of this run begin so; what others have left in the engine is not looked at. */
  readonly prefix: string
  /** The time from which the run's timestamps count. */
  readonly start: number
  /** Whether the answer lists whatever there is. */
  readonly lists: boolean
}

type Normalise = (value: unknown, answerer: Answerer) => unknown

const PAST_MS = 3_600_000

/** A timestamp that a request gave, as what it is to the run's start; one that a clock gave is `now`. */
const time: Normalise = (value, { start }) => {
  const ms = Number(value)
  if (ms < 0) return ms
  if (ms > start) return 'now'
  return ms >= start - PAST_MS ? `start - ${start - ms}` : ms
}

const code: Normalise = (value) => errorName(Number(value))
/** There is one node: itself, or none. */
const node: Normalise = (value) => (Number(value) >= 0 ? 'node' : value)
const drawnId: Normalise = (value, { names }) =>
  value === '' || value === NIL_UUID || Number(value) < 0 ? value : names.nameOf(value)
const some: Normalise = (value) => (value === '' || value === -1 || value === null ? value : 'some')

/** Fields whose values engines draw, or whose numbers are better read as words. */
const FIELDS: Readonly<Record<string, Normalise>> = {
  errorCode: code,
  partitionErrorCode: code,
  topicConfigErrorCode: code,
  topicId: drawnId,
  memberId: drawnId,
  leader: drawnId,
  producerId: drawnId,
  sessionId: (value, answerer) => (value === 0 ? 0 : drawnId(value, answerer)),
  clusterId: some,
  logDir: some,
  totalBytes: some,
  usableBytes: some,
  partitionSize: some,
  host: some,
  clientHost: some,
  port: some,
  nodeId: node,
  brokerId: node,
  leaderId: node,
  controllerId: node,
  replicaNodes: (value) => (value as readonly number[]).map(() => 'node'),
  isrNodes: (value) => (value as readonly number[]).map(() => 'node'),
  timestamp: time,
  logAppendTimeMs: time,
  lastTimestamp: time,
  apiKeys: (value) => served(value as readonly ServedApi[]),
  records: (value, answerer) => batches(value, answerer),
}

interface ServedApi {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

/** The versions of what Millrace serves, by name; Kafka serves more. */
function served(apis: readonly ServedApi[]): Struct {
  return Object.fromEntries(
    apis.flatMap(({ apiKey, minVersion, maxVersion }) => {
      const name = handlers.find(({ key }) => key === apiKey)?.name
      return name === undefined ? [] : [[name, `${minVersion}-${maxVersion}`]]
    }),
  )
}

/** An answer without what engines draw for themselves, and without an order that has no meaning. */
export function normalised(value: unknown, answerer: Answerer): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (Array.isArray(value)) return ordered(value.filter(isOurs(answerer)).map((item) => normalised(item, answerer)))
  if (typeof value === 'string') return value.replaceAll(answerer.prefix, '')
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value as Struct).map(([key, field]) => {
      const special = FIELDS[key]
      return [key, special === undefined ? normalised(field, answerer) : special(field, answerer)]
    }),
  )
}

/** Whether a topic or group of a list belongs to this run. */
const isOurs =
  ({ prefix, lists }: Answerer) =>
  (item: unknown): boolean => {
    const { name, groupId } = (item ?? {}) as { readonly name?: string; readonly groupId?: string }
    return !lists || (name ?? groupId ?? prefix).startsWith(prefix)
  }

/** What tells things of one kind apart. */
const IDENTITY = [
  'name',
  'topic',
  'topicId',
  'groupId',
  'key',
  'resourceType',
  'resourceName',
  'memberId',
  'partitionIndex',
  'partition',
]

/** Things in answers have names or numbers: their order says nothing. */
function ordered(items: unknown[]): unknown[] {
  const place = (item: unknown): string => {
    const struct = (item ?? {}) as Struct
    return JSON.stringify([IDENTITY.map((name) => struct[name] ?? null), item])
  }
  return items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
}

/** Batches by what their headers say; one that was cut off at its end is none. */
function batches(value: unknown, answerer: Answerer): unknown {
  if (value === null) return null
  const bytes = Buffer.isBuffer(value) ? value : Buffer.concat(value as Buffer[])
  const found: unknown[] = []
  for (let at = 0; at + 61 <= bytes.length;) {
    const header = new BatchHeader(bytes, at)
    if (at + header.sizeBytes > bytes.length) break
    found.push(described(header, answerer))
    at += header.sizeBytes
  }
  return found
}

function described(header: BatchHeader, answerer: Answerer): unknown {
  return {
    offsets: `${header.baseOffset}-${header.lastOffset}`,
    leaderEpoch: header.leaderEpoch,
    attributes: header.attributes,
    baseTimestamp: time(header.baseTimestamp, answerer),
    maxTimestamp: time(header.maxTimestamp, answerer),
    producerId: drawnId(header.producerId, answerer),
    producerEpoch: header.producerEpoch,
    baseSequence: header.baseSequence,
    records: header.recordCount,
    bytes: header.isControl
      ? 'marker'
      : header.buffer.subarray(header.at + 61, header.at + header.sizeBytes).toString('base64'),
  }
}
