import { expect, it } from 'vitest'
import { BYTES, Catalog, Session, type Table } from '../index.ts'
import { changelog } from '../../test/run.ts'

/** As Confluent's catalogue shows a topic without a schema. */
function topic(name: string): Table {
  const columns = ['key', 'val'].map((column) => ({ kind: 'physical', name: column, type: BYTES }) as const)
  return {
    kind: 'table',
    path: ['default_catalog', 'default_database', name],
    columns,
    primaryKey: [],
    watermark: undefined,
    options: {},
  }
}

const TOPICS = ['pizza-ordered', 'pizza-assembled', 'pizza-baked', 'pizza-delivered']

const arm = (name: string): string => `SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`${name}\``

const CREATE = `/* Create a table to track pizza status */
CREATE TABLE \`pizza-status\` (
  orderid STRING,
  status INT,
  \`timestamp\` BIGINT,
  PRIMARY KEY (orderid) NOT ENFORCED
)`
const INSERT = `/* Combine data from all pizza-related topics */
INSERT INTO \`pizza-status\`
${TOPICS.map(arm).join('\nUNION ALL\n')};`

it('runs the two statements of the pizza shop as they stand', () => {
  const session = new Session(
    new Catalog({ resolve: ([, , name]) => (TOPICS.includes(name) ? topic(name) : undefined), list: () => TOPICS }),
  )
  expect(session.execute(CREATE)).toMatchObject({ kind: 'created', table: { primaryKey: ['orderid'] } })
  const record = (status: number): [Uint8Array, Uint8Array] => {
    return [Buffer.from('0a1b2c3d'), Buffer.from(JSON.stringify({ status, timestamp: 1_700_000_000_000 + status }))]
  }
  const inputs = { 'pizza-ordered': [record(100)], 'pizza-baked': [record(300)], 'pizza-delivered': [record(999)] }
  expect(changelog(session, INSERT, inputs)).toEqual([
    '+I 0a1b2c3d 100 1700000000100',
    '+I 0a1b2c3d 300 1700000000300',
    '+I 0a1b2c3d 999 1700000000999',
  ])
})
