import { seededRandom } from '@millrace/kernel'
import { memoryDisk } from '@millrace/testkit'
import { openLog } from '../src/index.ts'
import { logContract } from './contract.ts'

const tiny = {
  flushBytes: 1,
  tailBytes: 0,
  chunkBytes: 512,
  indexIntervalBytes: 100,
  walFileBytes: 2000,
  checkpointBytes: 4000,
}

logContract('openLog', (clocks) => openLog({ disk: memoryDisk(), clocks, random: seededRandom(1) }))

logContract('openLog with tiny limits', (clocks) =>
  openLog({
    disk: memoryDisk(),
    clocks,
    random: seededRandom(1),
    limits: { ...tiny, reserveBytes: 1000, freeBytes: 1000 },
  }),
)
