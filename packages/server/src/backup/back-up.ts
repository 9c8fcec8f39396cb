import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Refusal, systemClocks, systemRandom } from '@millrace/kernel'
import { type NodeDisk, nodeDisk, openLog } from '@millrace/log'
import type { Progress } from './manifest.ts'
import { consoleUrl } from '../config/console-url.ts'
import { backUpRunning } from './running-platform.ts'
import { writeBackup } from './write-backup.ts'

export interface BackUp {
  readonly data: string
  /** Port or URL of the console of the platform that may run on the data. */
  readonly console: string
  readonly directory: string
  readonly progress: (progress: Progress) => void
}

export interface BackedUp {
  readonly directory: string
  /** Sequence number up to which everything is in it. */
  readonly lsn: number
  readonly files: number
  readonly bytes: number
  /** The platform was running and did it itself. */
  readonly running: boolean
}

/**
 * Backs a data directory up: through the platform that runs on it, or directly when none does.
 *
 * @throws Refusal NO_DATA, NOT_EMPTY, LOG_DAMAGED, ANOTHER_PLATFORM; Fault PLATFORM_UNREACHABLE
 */
export async function backUp(options: BackUp): Promise<BackedUp> {
  const data = resolve(options.data)
  const directory = resolve(options.directory)
  await stat(join(data, 'log')).catch(() => {
    throw new Refusal('NO_DATA', `${data} is no data directory: name the one that the platform runs on (--data)`)
  })
  const disk = await freeDisk(join(data, 'log'))
  const { progress } = options
  if (disk === undefined) {
    const { lsn, files, bytes } = await backUpRunning({
      console: consoleUrl(options.console),
      data,
      directory,
      progress,
    })
    return { directory, lsn, files, bytes, running: true }
  }
  try {
    return await backUpDirectly(disk, directory, progress)
  } finally {
    await disk.close()
  }
}

async function backUpDirectly(
  disk: NodeDisk,
  directory: string,
  progress: (progress: Progress) => void,
): Promise<BackedUp> {
  const clocks = systemClocks()
  const limits = { retentionIntervalMs: 0, compactionIntervalMs: 0 }
  const log = await openLog({ disk, clocks, random: systemRandom, limits })
  try {
    const snapshot = await log.snapshot()
    const { lsn, files } = await writeBackup(snapshot, { directory, now: clocks.domain.now(), progress })
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return { directory, lsn, files: files.length, bytes, running: false }
  } finally {
    await log.close()
  }
}

/** Undefined when a platform has it. */
async function freeDisk(directory: string): Promise<NodeDisk | undefined> {
  try {
    return await nodeDisk(directory)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'DIRECTORY_IN_USE') return undefined
    throw error
  }
}
