import { Refusal } from '@millrace/kernel'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Holds a data directory for one process; the lock dies with the process, whatever way it dies. */
export interface DirectoryLock {
  release(): void
}

/**
 * SQLite's exclusive lock: the system drops it with the process, and no pid is ever compared. The pid in the file
 * beside it only makes the message better.
 *
 * @throws Refusal DIRECTORY_IN_USE that names the process which has it.
 */
export function lockDirectory(directory: string): DirectoryLock {
  const pidFile = join(directory, 'lock.pid')
  const database = new DatabaseSync(join(directory, 'lock'), { timeout: 0 })
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch {
    database.close()
    throw new Refusal(
      'DIRECTORY_IN_USE',
      `${directory} is in use by ${holder(pidFile)}: stop it, or choose another data directory`,
    )
  }
  writeFileSync(pidFile, String(process.pid))
  return { release: () => database.close() }
}

function holder(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8')}`
  } catch {
    return 'another process'
  }
}
