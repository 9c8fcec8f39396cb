import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { nodeDisk, openLog } from '@millrace/log'
import { type TempDir, tempDir } from '@millrace/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../config/config.ts'
import type { Platform } from '../platform/platform.ts'
import { startPlatform } from '../platform/start.ts'
import { backUp } from './back-up.ts'
import type { Manifest, Progress } from './manifest.ts'
import { restoreBackup } from './restore-backup.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent, environment: {} }
const ignored = (): void => undefined

let directory: TempDir
const at = (name: string): string => join(directory.path, name)

function start(data: string): Promise<Platform> {
  const flags = { data, apps: 'none', kafka: 0, console: 0, zeebe: 0, events: 0, sql: 0, smtp: 0, logLevel: 'silent' }
  return startPlatform(readConfig(flags, {}), ports)
}

/** Sends numbers one after the other until it is told to stop; gives how many were acknowledged. */
function sendNumbers(kafka: string): { readonly acknowledged: () => number; stop(): Promise<void> } {
  const state = { count: 0, stopping: false }
  const run = async (): Promise<void> => {
    const client = await connectKafka({ KAFKA_BROKERS: kafka }, ports)
    await client.admin().ensureTopics([{ name: 'numbers', partitions: 1 }])
    const producer = client.producer()
    while (!state.stopping) {
      await producer.send({ topic: 'numbers', key: null, value: String(state.count) })
      state.count++
    }
    await client.close()
  }
  const running = run()
  return {
    acknowledged: () => state.count,
    stop: () => {
      state.stopping = true
      return running
    },
  }
}

/** Records of the topic's one partition in a data directory. */
async function countRecords(data: string): Promise<number> {
  const disk = await nodeDisk(join(data, 'log'))
  const log = await openLog({ disk, clocks: systemClocks(), random: systemRandom })
  const count = Math.max(...log.partitions().map(({ number, nextOffset }) => (number >= 1000 ? nextOffset : 0)))
  await log.close()
  await disk.close()
  return count
}

beforeEach(() => {
  directory = tempDir('backup-')
})
afterEach(() => directory.remove())

describe('a backup', () => {
  it('of a running platform has every record that was acknowledged before it began, and a platform starts on it', async () => {
    const platform = await start(at('data'))
    const sender = sendNumbers(platform.kafka)
    await expect.poll(sender.acknowledged, { timeout: 10_000 }).toBeGreaterThan(200)
    const before = sender.acknowledged()
    const told: Progress[] = []
    const progress = (line: Progress): void => void told.push(line)
    const done = await backUp({ data: at('data'), console: platform.console, directory: at('backup'), progress })
    const after = sender.acknowledged()
    await sender.stop()
    await platform.stop()
    expect(done).toMatchObject({ running: true, directory: at('backup') })
    expect(told.at(-1)).toMatchObject({ files: done.files, ofFiles: done.files, bytes: done.bytes })
    expect((await restoreBackup(at('backup'), at('restored'), ignored)).lsn).toBe(done.lsn)
    const restored = await start(at('restored'))
    await restored.stop()
    const count = await countRecords(at('restored'))
    expect(count).toBeGreaterThanOrEqual(before)
    expect(count).toBeLessThanOrEqual(after + 1)
  })

  it('of a platform that does not run is taken directly', async () => {
    const platform = await start(at('data'))
    const sender = sendNumbers(platform.kafka)
    await expect.poll(sender.acknowledged, { timeout: 10_000 }).toBeGreaterThan(20)
    await sender.stop()
    await platform.stop()
    const options = { data: at('data'), console: '1', directory: at('backup'), progress: ignored }
    expect(await backUp(options)).toMatchObject({ running: false })
    await restoreBackup(at('backup'), at('restored'), ignored)
    expect(await countRecords(at('restored'))).toBe(sender.acknowledged())
  })

  it('says where it looked when the platform cannot be found, and who it found instead', async () => {
    const platform = await start(at('data'))
    const other = await start(at('other'))
    const options = { data: at('data'), directory: at('backup'), progress: ignored }
    await expect(backUp({ ...options, console: '1' })).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' })
    await expect(backUp({ ...options, console: other.console })).rejects.toMatchObject({ code: 'ANOTHER_PLATFORM' })
    await expect(backUp({ ...options, data: at('nowhere'), console: '1' })).rejects.toMatchObject({ code: 'NO_DATA' })
    await other.stop()
    await platform.stop()
  })
})

describe('restoring', () => {
  beforeEach(async () => {
    await (await start(at('data'))).stop()
    await backUp({ data: at('data'), console: '1', directory: at('backup'), progress: ignored })
  })
  const restore = (name: string): Promise<Manifest> => restoreBackup(at('backup'), at(name), ignored)
  const manifest = (): Manifest => JSON.parse(readFileSync(at('backup/manifest.json'), 'utf8')) as Manifest

  it('refuses directories that are not empty, on both sides', async () => {
    await expect(restore('data')).rejects.toMatchObject({ code: 'NOT_EMPTY' })
    const again = { data: at('data'), console: '1', directory: at('backup'), progress: ignored }
    await expect(backUp(again)).rejects.toMatchObject({ code: 'NOT_EMPTY' })
  })

  it('refuses a backup with one other byte, and leaves nothing', async () => {
    const file = manifest().files.find(({ bytes }) => bytes > 0)
    const path = at(join('backup/log', file?.path ?? ''))
    const bytes = readFileSync(path)
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    writeFileSync(path, bytes)
    await expect(restore('restored')).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
    expect(readdirSync(at('restored'))).toEqual([])
  })

  it('refuses a directory without a manifest, one that leads elsewhere, and one of a newer version', async () => {
    await expect(restoreBackup(at('data'), at('restored'), ignored)).rejects.toMatchObject({ code: 'NO_BACKUP' })
    const { files, ...rest } = manifest()
    const write = (value: object): void => writeFileSync(at('backup/manifest.json'), JSON.stringify(value))
    write({ ...rest, files: [{ ...files[0], path: 'wal/../../../elsewhere' }] })
    await expect(restore('restored')).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
    write({ ...rest, format: 2, files })
    await expect(restore('restored')).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT' })
  })
})
