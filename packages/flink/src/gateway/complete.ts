import { aggregateFunctionNames, scalarFunctionNames } from '@millrace/sql'
import type { GatewaySession } from './gateway-session.ts'

/** Words that statements are made of, besides names of functions. */
const KEYWORDS = `ALL AND ANTI ANY ARRAY AS ASC BEGIN BETWEEN BIGINT BINARY BOOLEAN BY BYTES CASE CAST CATALOG CATALOGS
CREATE CROSS CUMULATE CURRENT DATABASE DATABASES DATE DECIMAL DESC DESCRIBE DESCRIPTOR DISTINCT DOUBLE DROP ELSE END
ENFORCED EXECUTE EXISTS EXPLAIN FALSE FILTER FLOAT FOR FROM FULL FUNCTIONS GROUP HAVING HOP IF IN INNER INSERT INT
INTERVAL INTO IS JOB JOBS JOIN KEY LEFT LIKE LIMIT MAP METADATA NOT NULL OFFSET ON OR ORDER OUTER OVER PARTITION PRIMARY
RESET RIGHT ROW SELECT SEMI SESSION SET SHOW SMALLINT STATEMENT STOP STRING TABLE TABLES TEMPORARY THEN TIME TIMESTAMP
TIMESTAMP_LTZ TINYINT TRUE TRY_CAST TUMBLE UNION UNIQUE USE USING VALUES VARBINARY VARCHAR VIEW VIEWS VIRTUAL WATERMARK
WHEN WHERE WITH`.split(/\s+/)

const MOST = 100
const AFTER_A_TABLE_WORD = /\b(FROM|JOIN|INTO|TABLE|VIEW|DESCRIBE|DESC|UPDATE)\s+(`?[\w$.-]*)$/i

/** What may stand where the statement breaks off: tables behind FROM and its like, else columns, functions and words. */
export function completions({ catalog }: GatewaySession, statement: string, position: number): string[] {
  const before = statement.slice(0, Math.max(0, position))
  const tables = catalog.list()
  const [, , begun] = AFTER_A_TABLE_WORD.exec(before) ?? []
  if (begun !== undefined) return startingWith(begun.replace('`', ''), tables.map(quoted))
  const word = /[\w$`]*$/.exec(before)?.[0] ?? ''
  if (word === '') return []
  // Behind `SELECT *` no expression can begin.
  if (/\*\s*$/.test(before.slice(0, -word.length))) return startingWith(word, KEYWORDS)
  return startingWith(word.replace('`', ''), [
    ...KEYWORDS,
    ...columnsNear(catalog, statement, tables),
    ...scalarFunctionNames(),
    ...aggregateFunctionNames(),
    ...tables.map(quoted),
  ])
}

/** Columns of the tables that the statement names. */
function columnsNear(catalog: GatewaySession['catalog'], statement: string, tables: readonly string[]): string[] {
  return tables.flatMap((name) => {
    if (!statement.includes(name)) return []
    const found = catalog.find([name])
    return found?.kind === 'table' ? found.columns.map((column) => quoted(column.name)) : []
  })
}

function startingWith(begun: string, candidates: readonly string[]): string[] {
  const wanted = begun.toUpperCase()
  const found = candidates.filter((one) => one.replace('`', '').toUpperCase().startsWith(wanted))
  return [...new Set(found)].slice(0, MOST)
}

const quoted = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``)
