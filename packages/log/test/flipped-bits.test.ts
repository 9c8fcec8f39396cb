import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, memoryDisk } from '@millrace/testkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DiskLog, openLog, verifyLog } from '../src/index.ts'
import { START, batchOf, contents } from './contract.ts'

const USER = 1000
const OTHER = 1001
const LIMITS = { reserveBytes: 0, freeBytes: 0, retentionIntervalMs: 0, compactionIntervalMs: 0, tailBytes: 0 }
const all = ['0:a', '1:b', '2:c']

const open = (disk: SimulatedDisk): Promise<DiskLog> =>
  openLog({ disk: disk.mount(), clocks: virtualClocks(START), random: seededRandom(7), limits: LIMITS })

/** A log after a clean stop: all of it is in segments, and a checkpoint says so. */
async function stoppedLog(): Promise<SimulatedDisk> {
  const disk = memoryDisk()
  const log = await open(disk)
  await log.append({ create: [USER, OTHER] }).durable
  for (const value of ['a', 'b', 'c']) {
    for (const partition of [USER, OTHER]) await log.append({ batches: [{ partition, bytes: batchOf(value) }] }).durable
  }
  await log.close()
  return disk
}

async function copyOf(disk: SimulatedDisk): Promise<SimulatedDisk> {
  const copy = memoryDisk()
  for (const path of disk.paths()) {
    const file = await copy.open(path, { create: true })
    await file.writeAndSync(0, [disk.content(path)])
  }
  return copy
}

/** What a start and a reader make of the log: the records of both partitions, or why there are none. */
async function outcomeOf(disk: SimulatedDisk): Promise<readonly unknown[]> {
  const codeOf = (error: unknown): string => (error as { readonly code?: string }).code ?? String(error)
  try {
    const log = await open(disk)
    const read = async (number: number): Promise<unknown> => {
      const partition = log.partition(number)
      return partition === undefined ? 'gone' : contents(partition).catch(codeOf)
    }
    const found = [await read(USER), await read(OTHER)]
    await log.close()
    return found
  } catch (error) {
    return [codeOf(error)]
  }
}

const WHOLE = [all, all]
const REFUSED = [['LOG_DAMAGED'], ['UNKNOWN_FORMAT']]

describe('one flipped bit anywhere in a log at rest', () => {
  let whole: SimulatedDisk

  beforeAll(async () => {
    whole = await stoppedLog()
  })

  /** Flips a bit of every byte of the files and gives what became of it, without those outcomes that are right. */
  const wrong = async (files: RegExp, right: readonly unknown[]): Promise<unknown[]> => {
    const found: unknown[] = []
    const paths = whole.paths().filter((path) => files.test(path))
    expect(paths).not.toEqual([])
    for (const path of paths) {
      for (let at = 0; at < whole.content(path).length; at++) {
        const disk = await copyOf(whole)
        disk.flipBit(path, at, at % 8)
        const { problems } = await verifyLog(disk)
        const outcome = await outcomeOf(disk)
        const isHarmless = JSON.stringify(outcome) === JSON.stringify(WHOLE)
        const isTold = right.some((each) => JSON.stringify(each) === JSON.stringify(outcome))
        if (!isHarmless && !isTold) found.push({ path, at, outcome })
        else if (!isHarmless && problems.length === 0) found.push({ path, at, outcome, problems })
      }
    }
    return found
  }

  it('of a segment takes its partition offline, or changes nothing that a reader sees', async () => {
    expect(await wrong(/^partitions\/1000\//, [['PARTITION_OFFLINE', all], ...REFUSED])).toEqual([])
  })

  it('of a checkpoint or the write-ahead log refuses the start, or changes nothing that a reader sees', async () => {
    expect(await wrong(/^(checkpoints|wal)\//, REFUSED)).toEqual([])
  })
})
