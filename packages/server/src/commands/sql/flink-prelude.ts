import { Catalog, Session, type Table, showCreate } from '@millrace/sql'

/** Settings with which Flink does as our jobs do. */
const SETTINGS = [
  // One statement may write one key from several sources; Flink 2.3 wants to be told what happens then.
  "SET 'table.exec.sink.require-on-conflict' = 'false'",
]

/**
 * Statements that make topics known to open-source Flink 2.2 as the tables that they are here, and behind them those of
 * `file` that do not make such a table themselves. `ddl` is what SHOW CREATE TABLE says of each; CREATE TABLEs of `file`
 * without a connector win over it.
 */
export function flinkScript(ddl: readonly string[], file: readonly string[], brokers: string): string {
  const tables = new Map<string, Table>()
  const rest: string[] = []
  for (const statement of ddl) {
    const table = topicTableOf(statement)
    if (table !== undefined) tables.set(table.path[2], table)
  }
  for (const statement of file) {
    const table = topicTableOf(statement)
    if (table === undefined) rest.push(statement)
    else tables.set(table.path[2], table)
  }
  const made = [...tables.values()].map((table) => createFor(table, brokers))
  return [...SETTINGS, ...made, ...rest].map((statement) => `${statement};\n`).join('\n')
}

/** The table that a CREATE TABLE without a connector makes; of what only Flink can read there is nothing to translate. */
function topicTableOf(statement: string): Table | undefined {
  try {
    const outcome = new Session(new Catalog()).execute(statement)
    const isTopic = outcome.kind === 'created' && outcome.table.options['connector'] === undefined
    return isTopic ? outcome.table : undefined
  } catch {
    return undefined
  }
}

/** Confluent's mapping in the words of Flink's connectors. */
function createFor(table: Table, brokers: string): string {
  const at = { topic: table.path[2], 'properties.bootstrap.servers': brokers }
  return showCreate({ ...table, options: { ...at, ...formatsOf(table) } }).trimEnd()
}

function formatsOf({ primaryKey, columns, options }: Table): Readonly<Record<string, string>> {
  const [key, ...more] = primaryKey
  if (key !== undefined) {
    // One string as the key stands in the record as it is; any other key is JSON.
    const isString = more.length === 0 && columns.find(({ name }) => name === key)?.type.name === 'VARCHAR'
    return { connector: 'upsert-kafka', 'key.format': isString ? 'raw' : 'json', 'value.format': 'json' }
  }
  const source = { connector: 'kafka', 'scan.startup.mode': 'earliest-offset' }
  if (options['value.format'] !== 'raw') return { ...source, 'value.format': 'json' }
  return {
    ...source,
    'key.format': 'raw',
    'key.fields': 'key',
    'value.format': 'raw',
    'value.fields-include': 'EXCEPT_KEY',
  }
}
