import { seededRandom } from '@millrace/kernel'
import { memoryDisk, tempDir } from '@millrace/testkit'
import { type Log, nodeDisk, openLog } from '../src/index.ts'
import { logContract } from './contract.ts'

const tiny = {
  flushBytes: 1,
  tailBytes: 0,
  chunkBytes: 512,
  indexIntervalBytes: 100,
  walFileBytes: 2000,
  checkpointBytes: 4000,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}

const byHand = { retentionIntervalMs: 0, compactionIntervalMs: 0, reserveBytes: 1000, freeBytes: 1000 }

logContract('openLog', (clocks) => openLog({ disk: memoryDisk(), clocks, random: seededRandom(1), limits: byHand }))

logContract('openLog with tiny limits', (clocks) =>
  openLog({
    disk: memoryDisk(),
    clocks,
    random: seededRandom(1),
    limits: { ...tiny, reserveBytes: 1000, freeBytes: 1000 },
  }),
)

logContract('openLog on the machine', async (clocks): Promise<Log> => {
  const directory = tempDir()
  const disk = await nodeDisk(directory.path)
  const log = await openLog({ disk, clocks, random: seededRandom(1), limits: { ...tiny, reserveBytes: 1000 } })
  const close = log.close.bind(log)
  log.close = async () => {
    await close()
    await disk.close()
    directory.remove()
  }
  return log
})
