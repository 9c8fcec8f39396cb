import type { SqlGateway, SqlPage } from '@millrace/client/sql'
import { expect, it } from 'vitest'
import { CREATE_TABLE, INSERT } from './statements.ts'
import { submitStatements } from './submit.ts'

/** A gateway that has these jobs and tables, and keeps what it is told. */
function gateway(jobs: readonly (readonly [name: string, status: string])[], tables: readonly string[]) {
  const told: string[] = []
  const rows = (columns: string[], fields: readonly (readonly unknown[])[]): SqlPage => ({
    columns,
    rows: fields.map((each) => ({ kind: 'INSERT', fields: each })),
  })
  const run = (statement: string): Promise<SqlPage> => {
    if (statement === 'SHOW JOBS')
      return Promise.resolve(
        rows(
          ['job id', 'job name', 'status'],
          jobs.map((job) => ['j', ...job]),
        ),
      )
    if (statement === 'SHOW TABLES')
      return Promise.resolve(
        rows(
          ['table name'],
          tables.map((name) => [name]),
        ),
      )
    told.push(statement)
    return Promise.resolve(rows(['result'], [['OK']]))
  }
  const sql = {
    url: 'http://gateway.example',
    info: () => Promise.reject(new Error('not asked')),
    session: (name: string, properties: Record<string, string> = {}) => {
      told.push(`session ${name} ${JSON.stringify(properties)}`)
      return Promise.resolve({
        handle: 's',
        run,
        pages: () => {
          throw new Error('not asked')
        },
        close: () => Promise.resolve(),
      })
    },
  } satisfies SqlGateway
  return { sql, told }
}

const opened = 'session pizza-status {"pipeline.name":"pizza-status"}'

it('submits both statements as they stand in the workshop', async () => {
  const { sql, told } = gateway(
    [
      ['pizza-status', 'CANCELED'],
      ['other', 'RUNNING'],
    ],
    ['pizza-ordered'],
  )
  expect(await submitStatements(sql)).toBe('submitted')
  expect(told).toEqual([opened, CREATE_TABLE, INSERT])
  expect(INSERT.match(/UNION ALL/gu)).toHaveLength(3)
})

it('submits nothing twice', async () => {
  const running = gateway([['pizza-status', 'RUNNING']], ['pizza-status'])
  expect(await submitStatements(running.sql)).toBe('running')
  expect(running.told).toEqual([opened])
  const half = gateway([], ['pizza-status'])
  expect(await submitStatements(half.sql)).toBe('submitted')
  expect(half.told).toEqual([opened, INSERT])
})

it('leaves a job alone that somebody stopped, or that failed', async () => {
  for (const status of ['FINISHED', 'FAILED']) {
    const { sql, told } = gateway([['pizza-status', status]], ['pizza-status'])
    expect(await submitStatements(sql)).toEqual({ stopped: status })
    expect(told).toEqual([opened])
  }
})

it('runs what makes the topics tables before them', async () => {
  const { sql, told } = gateway([], ['pizza-status'])
  await submitStatements(sql, ['SET 1', 'CREATE TABLE 2'])
  expect(told).toEqual([opened, 'SET 1', 'CREATE TABLE 2', INSERT])
})
