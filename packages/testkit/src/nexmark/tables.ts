/**
 * The table of all events and the three views on it, as Flink's benchmark has them, over the JSON files of a folder.
 * Views are what the queries read.
 */
export function nexmarkTables(folder: string): readonly string[] {
  return [
    `CREATE TEMPORARY TABLE nexmark (
       event_type INT,
       person ROW<id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING,
                  \`dateTime\` TIMESTAMP(3), extra STRING>,
       auction ROW<id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,
                   \`dateTime\` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING>,
       bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,
               \`dateTime\` TIMESTAMP(3), extra STRING>,
       \`dateTime\` AS CASE event_type
         WHEN 0 THEN person.\`dateTime\` WHEN 1 THEN auction.\`dateTime\` ELSE bid.\`dateTime\` END,
       WATERMARK FOR \`dateTime\` AS \`dateTime\` - INTERVAL '4' SECOND
     ) WITH ('connector' = 'filesystem', 'path' = 'file://${folder}', 'format' = 'json')`,
    view('person', 0, ['id', 'name', 'emailAddress', 'creditCard', 'city', 'state', TIME, 'extra']),
    view('auction', 1, [
      'id',
      'itemName',
      'description',
      'initialBid',
      'reserve',
      TIME,
      'expires',
      'seller',
      'category',
      'extra',
    ]),
    view('bid', 2, ['auction', 'bidder', 'price', 'channel', 'url', TIME, 'extra']),
  ]
}

const TIME = '`dateTime`'

function view(name: string, eventType: number, columns: readonly string[]): string {
  const selected = columns.map((column) => (column === TIME ? column : `nexmark.${name}.${column}`))
  return `CREATE TEMPORARY VIEW ${name} AS SELECT ${selected.join(', ')} FROM nexmark WHERE event_type = ${eventType}`
}
