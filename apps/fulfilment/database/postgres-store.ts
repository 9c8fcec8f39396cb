import type { Pool, PoolClient } from 'pg'
import { Fault, type LogPort, messageOf } from '@millrace/kernel'
import {
  type Operation,
  type OperationResult,
  type Query,
  RECORDS_MOST,
  type StoredRecord,
  type Transaction,
} from './operation.ts'
import { type Records, mustMeet, withoutRev } from './records.ts'

/** Writers take turns, as they do in SQLite: what a transaction looked at is still so when it writes. */
const TURN = 'SELECT pg_advisory_xact_lock(714207351)'
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS records (id bigserial PRIMARY KEY, name text NOT NULL, rev integer NOT NULL, body jsonb NOT NULL);
  CREATE INDEX IF NOT EXISTS records_by_name ON records (name, id);
  CREATE INDEX IF NOT EXISTS records_by_body ON records USING gin (body jsonb_path_ops);
`
const READING: ReadonlySet<string> = new Set(['FINDONE', 'FINDMANY'])
const CONNECTIONS_MOST = 8
const TIMEOUT_MS = 10_000

interface Row {
  readonly id: string
  readonly rev: number
  readonly body: object
}

/**
 * Records in Postgres, `postgres://user:password@host:port/database`; makes its table when it is not there.
 *
 * @throws Fault DATABASE_AWAY when the server does not answer or does not let us in.
 */
export async function openPostgres(url: string, log: LogPort): Promise<Records> {
  const { Pool } = (await import('pg')).default
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS_MOST,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    application_name: 'fulfilment-database',
  })
  // An idle connection that breaks is replaced with the next call.
  pool.on('error', (error) => log.warn({ reason: messageOf(error) }, 'a connection to Postgres broke'))
  try {
    await inTurn(pool, async (client) => client.query(SCHEMA))
  } catch (error) {
    await pool.end()
    throw new Fault('DATABASE_AWAY', `the Postgres of DATABASE_URL cannot be used: ${messageOf(error)}`, {
      cause: error,
    })
  }
  return postgresRecords(pool)
}

function postgresRecords(pool: Pool): Records {
  const transact = async ({ operations }: Transaction): Promise<OperationResult[]> => {
    const isReading = operations.every(({ operation }) => READING.has(operation))
    return inTurn(pool, (client) => performAll(client, operations), isReading)
  }
  return {
    transact,
    run: async (operation) => (await transact({ operations: [operation] }))[0] as OperationResult,
    ready: () => pool.query('SELECT 1').then(() => undefined),
    close: () => pool.end(),
  }
}

async function inTurn<T>(pool: Pool, work: (client: PoolClient) => Promise<T>, isReading = false): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query(isReading ? 'BEGIN READ ONLY' : 'BEGIN')
    if (!isReading) await client.query(TURN)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}

async function performAll(client: PoolClient, operations: Transaction['operations']): Promise<OperationResult[]> {
  const results: OperationResult[] = []
  for (const [index, operation] of operations.entries()) {
    results.push(mustMeet(operation, index, await perform(client, operation)))
  }
  return results
}

async function perform(client: PoolClient, operation: Operation): Promise<OperationResult> {
  const { table } = operation
  switch (operation.operation) {
    case 'FINDONE': {
      const [row] = await find(client, table, operation.query, 1)
      return row === undefined ? { found: false, count: 0 } : { found: true, count: 1, record: recordOf(row) }
    }
    case 'FINDMANY': {
      const { query, newest = false, limit = RECORDS_MOST } = operation
      const records = (await find(client, table, query, limit, newest)).map(recordOf)
      return { found: records.length > 0, count: records.length, records }
    }
    case 'UPDATEONE':
      return update(client, await find(client, table, operation.query, 1), operation.record)
    case 'UPDATE':
    case 'UPDATEMANY':
      return update(client, await find(client, table, operation.query, RECORDS_MOST), operation.record)
    case 'DELETEONE':
      return remove(client, await find(client, table, operation.query, 1))
    case 'DELETE':
    case 'DELETEMANY':
      return remove(client, await find(client, table, operation.query, RECORDS_MOST))
    case 'UPSERT':
      return upsert(client, operation)
  }
}

async function find(client: PoolClient, table: string, query: Query, most: number, newest = false): Promise<Row[]> {
  const { _rev: rev, ...fields } = query
  const given = Object.entries(fields)
  const equal = Object.fromEntries(given.filter(([, value]) => value !== null))
  const values: unknown[] = [table, JSON.stringify(equal)]
  const also = given.filter(([, value]) => value === null).map(([field]) => absent(field, values))
  if (rev !== undefined) also.push(`rev = $${values.push(Number(rev))}`)
  // Containment compares values with their types: "1" does not find 1, nor 1 true.
  const where = ['name = $1', 'body @> $2::jsonb', ...also].join(' AND ')
  const order = `ORDER BY id ${newest ? 'DESC' : 'ASC'} LIMIT ${most}`
  return (await client.query<Row>(`SELECT id, rev, body FROM records WHERE ${where} ${order}`, values)).rows
}

const absent = (field: string, values: unknown[]): string =>
  `coalesce(body -> $${values.push(field)}, 'null'::jsonb) = 'null'::jsonb`

async function update(
  client: PoolClient,
  rows: readonly Row[],
  change: Readonly<Record<string, unknown>>,
): Promise<OperationResult> {
  if (rows.length > 0) {
    const sql = 'UPDATE records SET rev = rev + 1, body = body || $1::jsonb WHERE id = ANY ($2::bigint[])'
    await client.query(sql, [JSON.stringify(withoutRev(change)), rows.map(({ id }) => id)])
  }
  return { found: rows.length > 0, count: rows.length }
}

async function remove(client: PoolClient, rows: readonly Row[]): Promise<OperationResult> {
  if (rows.length > 0)
    await client.query('DELETE FROM records WHERE id = ANY ($1::bigint[])', [rows.map(({ id }) => id)])
  return { found: rows.length > 0, count: rows.length }
}

async function upsert(
  client: PoolClient,
  { table, query, record }: Extract<Operation, { operation: 'UPSERT' }>,
): Promise<OperationResult> {
  const [found] = await find(client, table, query, 1)
  const sql =
    found === undefined
      ? 'INSERT INTO records (name, rev, body) VALUES ($2, 1, $1::jsonb) RETURNING id, rev, body'
      : 'UPDATE records SET rev = rev + 1, body = body || $1::jsonb WHERE id = $2 RETURNING id, rev, body'
  const body = found === undefined ? { ...withoutRev(query), ...withoutRev(record) } : withoutRev(record)
  const { rows } = await client.query<Row>(sql, [JSON.stringify(body), found?.id ?? table])
  return {
    found: found !== undefined,
    count: 1,
    created: found === undefined,
    ...(rows[0] !== undefined && { record: recordOf(rows[0]) }),
  }
}

const recordOf = ({ rev, body }: Row): StoredRecord => ({ ...body, _rev: rev })
