import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, memoryDisk } from '@millrace/testkit'
import { describe, expect, it } from 'vitest'
import { type DiskLog, openLog, verifyLog } from '../src/index.ts'
import { START, batchOf } from './contract.ts'
import { portraitOf } from './portrait.ts'

const GOLDEN = join(import.meta.dirname, 'golden')

/** A copy of a golden log: what is in the repository stays as it is. */
async function copyOf(format: string): Promise<SimulatedDisk> {
  const disk = memoryDisk()
  const from = join(GOLDEN, format, 'log')
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const source = join(entry.parentPath, entry.name)
    const file = await disk.open(source.slice(from.length + 1), { create: true })
    await file.writeAndSync(0, [readFileSync(source)])
  }
  return disk
}

const open = (disk: SimulatedDisk): Promise<DiskLog> =>
  openLog({ disk, clocks: virtualClocks(START), random: seededRandom(1), limits: { reserveBytes: 0, freeBytes: 0 } })

describe.each(readdirSync(GOLDEN).filter((name) => name.startsWith('v')))('a log of format %s', (format) => {
  const expected = JSON.parse(readFileSync(join(GOLDEN, format, 'portrait.json'), 'utf8')) as object

  it('is opened with all that was in it, and taken further', async () => {
    const disk = await copyOf(format)
    const log = await open(disk)
    expect(JSON.parse(JSON.stringify(await portraitOf(log)))).toEqual(expected)
    await log.append({ batches: [{ partition: 1000, bytes: batchOf('new') }] }).durable
    await log.close()
    const again = await open(disk)
    expect(again.partition(1000)?.nextOffset).toBe(log.partition(1000)?.nextOffset ?? 0)
    await again.close()
  })

  it('has nothing wrong with it', async () => {
    expect((await verifyLog(await copyOf(format))).problems).toEqual([])
  })
})

describe('a log of a format that is not known', () => {
  const refused = {
    code: 'UNKNOWN_FORMAT',
    message: expect.stringMatching(/has format 9.*start the version that wrote it/),
  }

  it('is refused when a checkpoint says so', async () => {
    const disk = await copyOf('v1')
    const path = disk.paths().findLast((each) => each.endsWith('.checkpoint')) as string
    const bytes = disk.content(path)
    bytes[4] = 9
    bytes.writeUInt32BE(crc32(bytes.subarray(0, bytes.length - 4)), bytes.length - 4)
    disk.replace(path, bytes)
    await expect(open(disk)).rejects.toMatchObject(refused)
  })

  it('is refused when a write-ahead file says so', async () => {
    const disk = await copyOf('v1')
    const path = disk.paths().findLast((each) => each.endsWith('.wal')) as string
    const bytes = disk.content(path)
    bytes[4] = 9
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 21)), 21)
    disk.replace(path, bytes)
    await expect(open(disk)).rejects.toMatchObject(refused)
  })
})
