import { Catalog, ROWTIME, Session, type Table, type TablePath } from '@millrace/sql'
import { invariant } from '@millrace/kernel'

/** Rows are expected to be no further out of order than this; Confluent's least, too. */
const DELAY_TEXT = "'0.05' SECOND"

const ROWTIME_COLUMNS = `\`${ROWTIME}\` TIMESTAMP_LTZ(3) METADATA FROM 'timestamp' VIRTUAL,
  WATERMARK FOR \`${ROWTIME}\` AS \`${ROWTIME}\` - INTERVAL ${DELAY_TEXT}`

/** A topic that nobody has declared: `key` and `val` as they stand in the record (Confluent's mapping). */
const RAW = tableOf(`CREATE TABLE raw (\`key\` BYTES, val BYTES, ${ROWTIME_COLUMNS})
WITH ('key.format' = 'raw', 'key.fields' = 'key', 'value.format' = 'raw', 'value.fields-include' = 'EXCEPT_KEY')`)

export function rawTopicTable(path: TablePath): Table {
  return { ...RAW, path }
}

/** A declared table of the default catalogue, with the record's own time as its event time unless it has another. */
export function withRowtime(table: Table): Table {
  if (table.columns.some(({ name }) => name === ROWTIME)) return table
  const rowtime = RAW.columns.filter(({ name }) => name === ROWTIME)
  return { ...table, columns: [...table.columns, ...rowtime], watermark: table.watermark ?? RAW.watermark }
}

/** The table that a CREATE TABLE describes. */
export function tableOf(ddl: string): Table {
  const outcome = new Session(new Catalog()).execute(ddl)
  invariant(outcome.kind === 'created', 'a CREATE TABLE creates')
  return outcome.table
}

/** Whether a table is a topic of the platform: it names no connector. */
export function isTopicTable({ options, temporary }: Table): boolean {
  return options['connector'] === undefined && temporary !== true
}
