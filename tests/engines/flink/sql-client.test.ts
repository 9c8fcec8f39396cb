import { spawnSync } from 'node:child_process'
import { CREATE_TABLE, INSERT } from '@millrace/pizza/statements'
import { flinkJars, tempDir, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { client } from '../kafkajs/client.ts'
import { type SqlEngine, startMillrace } from './engines.ts'
import { readable, startSqlClient } from './sql-client.ts'

const STAGES = [
  ['pizza-ordered', 100],
  ['pizza-assembled', 200],
  ['pizza-baked', 300],
  ['pizza-delivered', 999],
] as const
const CHANGES = ['+I 100', '-U 100', '+U 200', '-U 200', '+U 300', '-U 300', '+U 999']
const PRINTED = "SET 'sql-client.execution.result-mode' = 'tableau'"

function suite(): void {
  let millrace: SqlEngine & { readonly brokers: string }

  beforeAll(async () => {
    flinkJars()
    millrace = await startMillrace()
  })
  afterAll(() => millrace.stop())

  /** Runs a script until the client has printed something, or to its end. */
  async function printed(statements: readonly string[], what?: string): Promise<string> {
    const folder = tempDir('sql-client-')
    const process = startSqlClient(millrace.gateway, folder.path, statements)
    onTestFinished(async () => {
      await process.stop()
      folder.remove()
    })
    const isDone = (): boolean => !process.alive() || (what !== undefined && readable(process).includes(what))
    await waitFor(isDone, { what: what ?? 'the end of the script', timeoutMs: 90_000 })
    return readable(process)
  }

  it("runs the workshop's statements as they stand and shows what becomes of an order", async () => {
    const { admin, producer } = client({ name: 'millrace', brokers: millrace.brokers })
    await (await admin()).createTopics({ topics: STAGES.map(([topic]) => ({ topic, numPartitions: 1 })) })
    const kitchen = await producer()
    const before = Date.now() - 1000
    for (const [topic, status] of STAGES) {
      const value = JSON.stringify({ status, timestamp: 1_700_000_000 + status })
      const timestamp = String(before + status)
      await kitchen.send({ topic, messages: [{ key: '0a1b2c3d', value, timestamp }] })
    }
    const rows = await printed([PRINTED, CREATE_TABLE, INSERT, 'SELECT * FROM `pizza-status`;'], ' 1700000999 |\n')
    expect(rows).toContain('[INFO] Execute statement succeeded.')
    expect(rows).toMatch(/successfully submitted to the cluster:\nJob ID: [0-9a-f]{32}\n/)
    expect(rows).toMatch(/\| op \| +orderid \| +status \| +timestamp \|/)
    const changes = rows.matchAll(/\| ([+-][IUD]) \| +0a1b2c3d \| +(\d+) \| +\d+ \|/g)
    expect(Array.from(changes, ([, kind, status]) => `${kind} ${status}`)).toEqual(CHANGES)
  })

  it('describes, lists and stops, and tells what is wrong with a statement in one line', async () => {
    const asked = ['DESCRIBE `pizza-status`', 'SHOW JOBS', 'SELECT nothing FROM `pizza-status`']
    const answers = await printed([PRINTED, ...asked])
    expect(answers).toMatch(/\| +orderid \| STRING \| FALSE \| PRI\(orderid\) \|/)
    const job = /\| ([0-9a-f]{32}) \| +insert-into_\S*pizza-status \| +RUNNING \|/.exec(answers)?.[1] ?? ''
    const wrong = answers.slice(answers.indexOf('[ERROR]'))
    expect(wrong.trimEnd().split('\n').slice(0, 3)).toEqual([
      '[ERROR] Could not execute SQL statement. Reason:',
      "org.apache.flink.table.api.ValidationException: SQL validation failed at line 1, column 8: Column 'nothing' not found in any table: there are orderid, status, timestamp, $rowtime",
      '',
    ])
    const stopped = await printed([PRINTED, `STOP JOB '${job}'`, 'SHOW JOBS'])
    expect(stopped).not.toContain('[ERROR]')
    expect(stopped).not.toMatch(/ RUNNING \|/)
  })
}

if (spawnSync('mvn', ['--version']).status === 0) {
  describe("Flink's SQL client", () => {
    suite()
  })
} else it.skip("Flink's SQL client: skipped, since Maven is not on the PATH")
