/**
 * Takes Kafka's message facts from the resources of its Maven artefacts and writes them in our own compact form:
 * `spec/*.json` here for the API keys that we serve, `spec/*.json` in the broker for the records of its internal
 * topics. Names, types and versions only; no prose.
 *
 *   node packages/kafka/scripts/spec.ts
 *
 * Needs `mvn`; run it when Kafka's version changes, then `messages.ts`.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FieldSpec, MessageSpec, RecordSpec } from './spec-types.ts'

const KAFKA = '4.3.1'
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1'

/** The API keys that are served, and SASL's, which the deployment needs later. */
const APIS = `Produce Fetch ListOffsets Metadata OffsetCommit OffsetFetch FindCoordinator JoinGroup Heartbeat LeaveGroup
  SyncGroup DescribeGroups ListGroups SaslHandshake ApiVersions CreateTopics DeleteTopics DeleteRecords InitProducerId
  OffsetForLeaderEpoch AddPartitionsToTxn AddOffsetsToTxn EndTxn TxnOffsetCommit DescribeConfigs AlterConfigs
  SaslAuthenticate CreatePartitions DeleteGroups IncrementalAlterConfigs OffsetDelete DescribeCluster DescribeProducers
  AlterReplicaLogDirs DescribeLogDirs DescribeTransactions ListTransactions`.split(/\s+/)

const RECORDS = ['OffsetCommit', 'GroupMetadata', 'TransactionLog']

interface Source {
  readonly apiKey: number
  readonly validVersions: string
  readonly flexibleVersions: string
  readonly fields: readonly SourceField[]
  readonly commonStructs?: readonly { name: string; fields: readonly SourceField[] }[]
}

interface SourceField {
  readonly name: string
  readonly type: string
  readonly versions?: string
  readonly nullableVersions?: string
  readonly taggedVersions?: string
  readonly tag?: number
  readonly default?: string | number
  readonly ignorable?: boolean
  readonly fields?: readonly SourceField[]
}

const SCALARS = 'bool int8 int16 uint16 int32 uint32 int64 float64 string bytes records uuid'.split(' ')

function unpack(folder: string, artefact: string): void {
  const options = [`-Dartifact=org.apache.kafka:${artefact}:${KAFKA}`, `-DoutputDirectory=${folder}`]
  execFileSync('mvn', ['-q', '-B', `${PLUGIN}:unpack`, ...options, '-Dmdep.unpack.includes=common/message/*.json'], {
    stdio: 'inherit',
    // The plug-in leaves a folder of markers where it runs.
    cwd: folder,
  })
}

function load(folder: string, name: string): Source {
  const text = readFileSync(join(folder, 'common', 'message', `${name}.json`), 'utf8')
  return JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, '')) as Source
}

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

function fieldSpec(source: Source, field: SourceField): FieldSpec {
  const array = field.type.startsWith('[]')
  const item = array ? field.type.slice(2) : field.type
  const scalar = SCALARS.includes(item)
  const inner = field.fields ?? source.commonStructs?.find(({ name }) => name === item)?.fields ?? []
  return {
    name: camel(field.name),
    type: `${array ? '[]' : ''}${scalar ? item : 'struct'}` as FieldSpec['type'],
    ...(scalar ? {} : { struct: item }),
    versions: field.versions ?? field.taggedVersions ?? '0+',
    ...(field.nullableVersions === undefined ? {} : { nullable: field.nullableVersions }),
    ...(field.taggedVersions === undefined ? {} : { tagged: field.taggedVersions, tag: field.tag as number }),
    ...(field.default === undefined ? {} : { default: defaultValue(item, field.default) }),
    ...(field.ignorable === true ? { ignorable: true } : {}),
    ...(scalar ? {} : { fields: inner.map((each) => fieldSpec(source, each)) }),
  }
}

/** Defaults are written as text in places. One is the largest int64, for which our largest safe integer stands. */
function defaultValue(type: string, value: string | number): string | number | boolean | null {
  if (value === 'null') return null
  if (type === 'bool') return value === 'true'
  if (type === 'string') return String(value)
  return Math.min(Number(value), Number.MAX_SAFE_INTEGER)
}

const tableOf = (source: Source): RecordSpec['key'] => ({
  valid: source.validVersions,
  flexible: source.flexibleVersions,
  fields: source.fields.map((field) => fieldSpec(source, field)),
})

function messageSpec(folder: string, name: string): MessageSpec {
  const request = load(folder, `${name}Request`)
  const response = load(folder, `${name}Response`)
  return {
    name,
    key: request.apiKey,
    // Whoever asks for the versions cannot know yet which response header there is (KIP-511): it stays the old one.
    headers: {
      request: request.flexibleVersions,
      response: name === 'ApiVersions' ? 'none' : response.flexibleVersions,
    },
    request: tableOf(request),
    response: tableOf(response),
  }
}

function write(path: URL, value: unknown): void {
  mkdirSync(new URL('.', path), { recursive: true })
  writeFileSync(path, `${compact(value, '')}\n`)
}

/** JSON with one line for each field without inner fields. */
function compact(value: unknown, indent: string): string {
  const line = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || line.length + indent.length < 116) return line
  const deeper = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((item) => deeper + compact(item, deeper)).join(',\n')}\n${indent}]`
  const entries = Object.entries(value).map(([key, item]) => `${deeper}"${key}": ${compact(item, deeper)}`)
  return `{\n${entries.join(',\n')}\n${indent}}`
}

const folder = mkdtempSync(join(tmpdir(), 'millrace-spec-'))
try {
  for (const artefact of ['kafka-clients', 'kafka-group-coordinator', 'kafka-transaction-coordinator']) {
    unpack(folder, artefact)
  }
  for (const name of APIS) write(new URL(`../spec/${name}.json`, import.meta.url), messageSpec(folder, name))
  for (const name of RECORDS) {
    const key = load(folder, `${name}Key`)
    const spec: RecordSpec = {
      name,
      type: key.apiKey,
      key: tableOf(key),
      value: tableOf(load(folder, `${name}Value`)),
    }
    write(new URL(`../../broker/spec/${name}.json`, import.meta.url), spec)
  }
} finally {
  rmSync(folder, { recursive: true })
}
