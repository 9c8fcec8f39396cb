import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot, tempDir } from '@millrace/testkit'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SqlEngine, startFlink, startMillrace } from './engines.ts'
import { GatewaySession } from './gateway.ts'

const run = promisify(execFile)
const millraceCommand = async (...args: readonly string[]): Promise<string> => {
  const main = join(repositoryRoot, 'packages', 'server', 'src', 'main.ts')
  return (await run(process.execPath, [main, ...args])).stdout
}

/** The pizza shop's two statements, over two of its topics. */
const FILE = `CREATE TABLE \`pizza-status\` (
  orderid STRING, status INT, \`timestamp\` BIGINT, PRIMARY KEY (orderid) NOT ENFORCED
);
INSERT INTO \`pizza-status\`
${['pizza-ordered', 'pizza-baked']
  .map(
    (topic) => `SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`${topic}\``,
  )
  .join('\nUNION ALL\n')};`

let millrace: SqlEngine & { readonly brokers: string }
let flink: SqlEngine
const folder = tempDir('export-')

beforeAll(async () => {
  ;[millrace, flink] = await Promise.all([startMillrace(), startFlink()])
})
afterAll(async () => {
  await Promise.all([millrace.stop(), flink.stop()])
  folder.remove()
})

it('runs a file for topics as tables on real Flink, behind the prelude that is exported for it', async () => {
  const kafka = new Kafka({ brokers: [millrace.brokers], logLevel: logLevel.ERROR })
  const admin = kafka.admin()
  await admin.connect()
  const names = ['pizza-ordered', 'pizza-baked', 'pizza-status']
  await admin.createTopics({ topics: names.map((topic) => ({ topic, numPartitions: 1 })) })
  await admin.disconnect()
  const producer = kafka.producer()
  await producer.connect()
  for (const [topic, status] of [['pizza-ordered', 100] as const, ['pizza-baked', 300] as const]) {
    await producer.send({ topic, messages: [{ key: '0a1b2c3d', value: JSON.stringify({ status, timestamp: 17 }) }] })
  }
  await producer.disconnect()

  const file = join(folder.path, 'pizza.sql')
  await writeFile(file, FILE)
  const at = ['sql', 'export', '--gateway', millrace.gateway, '--brokers', millrace.brokers, '-f', file]
  const script = join(folder.path, 'exported.sql')
  await writeFile(script, await millraceCommand(...at))
  const output = await millraceCommand('sql', '--gateway', flink.gateway, '-f', script)
  const job = /[0-9a-f]{32}/.exec(output)?.[0] ?? ''
  expect(job).not.toBe('')

  const consumer = kafka.consumer({ groupId: 'export' })
  const found: string[] = []
  await consumer.connect()
  await consumer.subscribe({ topic: 'pizza-status', fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message: { key, value } }) => void found.push(`${String(key)} ${String(value)}`),
  })
  const rows = [100, 300].map((status) => `0a1b2c3d {"orderid":"0a1b2c3d","status":${status},"timestamp":17}`)
  await expect.poll(() => found.toSorted(), { timeout: 60_000 }).toEqual(rows)
  await consumer.disconnect()
  const session = await GatewaySession.open(flink.gateway)
  await session.run(`STOP JOB '${job}'`)
  await session.close()
})
