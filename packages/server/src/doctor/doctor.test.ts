import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { type TempDir, tempDir } from '@millrace/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from '../config/config.ts'
import type { Platform } from '../platform/platform.ts'
import { startPlatform } from '../platform/start.ts'
import { examine } from './examine.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent, environment: {} }

let directory: TempDir
const data = (): string => join(directory.path, 'data')
const none = { kafka: 0, console: 0, zeebe: 0, sql: 0, smtp: 0 }

async function startFilled(): Promise<Platform> {
  const platform = await startPlatform(
    readConfig({ ...none, data: data(), apps: 'none', logLevel: 'silent' }, {}),
    ports,
  )
  const client = await connectKafka({ KAFKA_BROKERS: platform.kafka }, ports)
  await client.admin().ensureTopics([{ name: 'things', partitions: 1 }])
  const producer = client.producer()
  for (let count = 0; count < 20; count++) await producer.send({ topic: 'things', key: null, value: 'x'.repeat(100) })
  await client.close()
  return platform
}

const of = (findings: Awaited<ReturnType<typeof examine>>, what: string) =>
  findings.filter((each) => each.what === what)

beforeEach(() => {
  directory = tempDir('doctor-')
})
afterEach(() => directory.remove())

it('finds a platform that runs, and all of its log right', async () => {
  const platform = await startFilled()
  const flags = { ...none, data: data(), console: Number(new URL(platform.console).port) }
  const findings = await examine(flags, { KAFKA_BROKERS: platform.kafka }, true)
  expect(of(findings, 'lock')[0]?.detail).toBe(`process ${process.pid}`)
  expect(of(findings, 'port console')[0]).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('UP') as string,
  })
  expect(of(findings, 'KAFKA_BROKERS')[0]).toMatchObject({
    state: 'ok',
    detail: expect.stringMatching(/reachable, \d\d kinds of requests/) as string,
  })
  expect(of(findings, 'log')[0]).toMatchObject({ state: 'ok', detail: expect.stringContaining('all right') as string })
  expect(of(findings, 'Kafka access')[0]).toMatchObject({ state: 'ok' })
  expect(of(findings, 'Kafka topics')[0]).toMatchObject({
    state: 'note',
    detail: expect.stringContaining('pizza: missing pizza-ordered, pizza-pending') as string,
  })
  await platform.stop()
})

it('names damage, and what to do about it', async () => {
  await (await startFilled()).stop()
  const files = globSync(join(data(), 'log/partitions/*/*.log'))
  const path = files.find((each) => readFileSync(each).includes('xxxx')) ?? ''
  const bytes = readFileSync(path)
  bytes[100] = (bytes[100] ?? 0) ^ 1
  writeFileSync(path, bytes)
  const findings = await examine({ ...none, data: data() }, {}, true)
  expect(of(findings, 'lock')[0]?.detail).toBe('nobody has the data directory')
  expect(of(findings, 'log')).toEqual([
    {
      what: 'log',
      state: 'wrong',
      detail: expect.stringMatching(/^partitions\/\d+\/\d+\.0\.log at byte 0: the CRC of offset 0 is wrong$/) as string,
      advice: 'restore a backup (millrace restore), or delete the topic',
    },
  ])
})

it('names a port that another program has, and a Kafka that is none', async () => {
  const other = createServer((_request, response) => response.end('hello'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const findings = await examine(
    { ...none, data: data(), console: port },
    { KAFKA_BROKERS: '127.0.0.1:1,nonsense' },
    false,
  )
  expect(of(findings, 'port console')[0]).toMatchObject({
    state: 'wrong',
    detail: `${port} is taken by another program`,
  })
  expect(of(findings, 'KAFKA_BROKERS').map(({ state }) => state)).toEqual(['wrong', 'wrong'])
  expect(of(findings, 'data')[0]).toMatchObject({ state: 'note' })
  other.close()
})
