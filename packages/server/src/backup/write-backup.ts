import { rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '@millrace/kernel'
import type { LogSnapshot, SnapshotFile } from '@millrace/log'
import { packageVersion } from '../config/version.ts'
import { copyFile, emptyDirectory, syncDirectory } from './copy-file.ts'
import { BACKUP_FORMAT, type BackupFile, MANIFEST, type Manifest, type Progress } from './manifest.ts'

export interface WriteBackup {
  readonly directory: string
  /** Milliseconds since epoch. */
  readonly now: number
  readonly progress: (progress: Progress) => void
}

/**
 * Copies a snapshot of the log into a new or empty directory, and the manifest last.
 *
 * @throws Refusal NOT_EMPTY; Fault of the disk
 */
export async function writeBackup(snapshot: LogSnapshot, { directory, now, progress }: WriteBackup): Promise<Manifest> {
  await emptyDirectory(directory)
  const ofFiles = snapshot.files.length
  const ofBytes = snapshot.files.reduce((sum, { bytes }) => sum + bytes, 0)
  const files: BackupFile[] = []
  let bytes = 0
  for (const file of snapshot.files) {
    const copied = (count: number): void => {
      bytes += count
      progress({ files: files.length, bytes, ofFiles, ofBytes })
    }
    files.push(await copyOne(snapshot, file, join(directory, 'log', file.path), copied))
  }
  for (const parent of parentsOf(directory, files)) await syncDirectory(parent)
  const takenAt = new Date(now).toISOString()
  const manifest: Manifest = { format: BACKUP_FORMAT, program: packageVersion, takenAt, lsn: snapshot.lsn, files }
  const unfinished = join(directory, `${MANIFEST}.unfinished`)
  await writeFile(unfinished, `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true })
  await rename(unfinished, join(directory, MANIFEST))
  await syncDirectory(directory)
  progress({ files: ofFiles, bytes, ofFiles, ofBytes })
  return manifest
}

async function copyOne(
  snapshot: LogSnapshot,
  { path, bytes }: SnapshotFile,
  target: string,
  copied: (bytes: number) => void,
): Promise<BackupFile> {
  const source = await snapshot.open(path)
  try {
    const copy = await copyFile((position, length) => source.read(position, length), bytes, target, copied)
    if (copy.bytes !== bytes) throw new Fault('LOG_DAMAGED', `${path} ends at byte ${copy.bytes}, it had ${bytes}`)
    return { path, ...copy }
  } finally {
    await source.close()
  }
}

function parentsOf(directory: string, files: readonly BackupFile[]): ReadonlySet<string> {
  const parents = new Set<string>()
  for (const { path } of files) {
    for (let at = dirname(path); at !== '.'; at = dirname(at)) parents.add(join(directory, 'log', at))
    parents.add(join(directory, 'log'))
  }
  return parents
}
