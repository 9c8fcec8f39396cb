import { Refusal } from '@millrace/kernel'
import type { Table } from '@millrace/sql'
import { kafkaName } from '../foreign/kafka-name.ts'

/** Where a table's rows come from, or go to. */
export type TableIo =
  /** A topic of our own log: the short path. */
  | { readonly kind: 'log'; readonly topic: string }
  /** A topic of another Kafka; `name` tells it from all others. */
  | {
      readonly kind: 'kafka'
      readonly name: string
      readonly topic: string
      readonly properties: Readonly<Record<string, string>>
    }
  | { readonly kind: 'datagen' }
  | { readonly kind: 'print'; readonly prefix: string }
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'filesystem'; readonly path: string }

interface Connector {
  readonly source: boolean
  readonly sink: boolean
  /** Options that it needs. */
  readonly required: readonly string[]
  readonly io: (table: Table, own: readonly string[]) => TableIo
}

/** `properties.a.b` as `a.b`. */
function propertiesOf({ options }: Table): Record<string, string> {
  const found = Object.entries(options).filter(([key]) => key.startsWith('properties.'))
  return Object.fromEntries(found.map(([key, value]) => [key.slice('properties.'.length), value]))
}

/** Without servers, or with ours, the topic is read and written without a detour over the network. */
function kafkaIo(table: Table, own: readonly string[]): TableIo {
  const properties = propertiesOf(table)
  const topic = table.options['topic'] ?? ''
  const servers = (properties['bootstrap.servers'] ?? '').split(',').map((server) => server.trim())
  const isOwn = servers.every((server) => server === '' || own.includes(server))
  return isOwn ? { kind: 'log', topic } : { kind: 'kafka', name: kafkaName(servers, topic), topic, properties }
}

/** Every connector, by the name that a table gives. */
const CONNECTORS: Readonly<Record<string, Connector>> = {
  blackhole: { source: false, sink: true, required: [], io: () => ({ kind: 'blackhole' }) },
  datagen: { source: true, sink: false, required: [], io: () => ({ kind: 'datagen' }) },
  filesystem: {
    source: true,
    sink: true,
    required: ['path', 'format'],
    io: ({ options }) => ({ kind: 'filesystem', path: (options['path'] ?? '').replace(/^file:(\/\/)?/, '') }),
  },
  kafka: { source: true, sink: true, required: ['topic'], io: kafkaIo },
  print: {
    source: false,
    sink: true,
    required: [],
    io: ({ options }) => ({ kind: 'print', prefix: options['print-identifier'] ?? '' }),
  },
  'upsert-kafka': { source: true, sink: true, required: ['topic', 'key.format', 'value.format'], io: kafkaIo },
}

/**
 * How a table is read or written. `own` are addresses of our log.
 *
 * @throws Refusal SQL_VALIDATION in Flink's words: no such connector, not for this use, an option is missing
 */
export function ioOf(table: Table, use: 'source' | 'sink', own: readonly string[]): TableIo {
  const { options, path } = table
  const name = options['connector']
  if (name === undefined) {
    if (path[0] === 'default_catalog' && path[1] === 'default_database' && table.temporary !== true)
      return { kind: 'log', topic: path[2] }
    throw unable(table, use, "Table options do not contain an option key 'connector' for discovering a connector.")
  }
  const connector = CONNECTORS[name]
  if (connector === undefined) {
    const known = Object.keys(CONNECTORS).join('\n')
    const text = `Could not find any factory for identifier '${name}' that implements 'org.apache.flink.table.factories.DynamicTableFactory' in the classpath.\n\nAvailable factory identifiers are:\n\n${known}`
    throw unable(table, use, `Cannot discover a connector using option: 'connector'='${name}'\n${text}`)
  }
  if (!connector[use])
    throw unable(table, use, `Connector '${name}' can only be used as a ${use === 'source' ? 'sink' : 'source'}.`)
  const missing = connector.required.filter((option) => options[option] === undefined)
  if (missing.length > 0) {
    throw unable(
      table,
      use,
      `One or more required options are missing.\n\nMissing required options are:\n\n${missing.join('\n')}`,
    )
  }
  return connector.io(table, own)
}

function unable({ path, options }: Table, use: 'source' | 'sink', cause: string): Refusal {
  const doing = use === 'source' ? 'a source for reading' : 'a sink for writing'
  const given = Object.entries(options).map(([key, value]) => `'${key}'='${value}'`)
  return new Refusal(
    'SQL_VALIDATION',
    `Unable to create ${doing} table '${path.join('.')}'.\n\nTable options are:\n\n${given.join('\n')}\n${cause}`,
  )
}
