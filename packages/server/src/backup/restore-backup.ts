import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Refusal } from '@millrace/kernel'
import { blocksOf, copyFile, emptyDirectory, syncDirectory } from './copy-file.ts'
import { type BackupFile, type Manifest, type Progress, readManifest } from './manifest.ts'

/**
 * Makes a data directory from a backup. Every byte is compared with the manifest before the directory counts; when
 * something is wrong nothing is left of it.
 *
 * @throws Refusal NO_BACKUP, UNKNOWN_FORMAT, BACKUP_DAMAGED, NOT_EMPTY
 */
export async function restoreBackup(
  backup: string,
  data: string,
  progress: (progress: Progress) => void,
): Promise<Manifest> {
  const manifest = await readManifest(backup)
  await emptyDirectory(data)
  const unfinished = join(data, 'log.unfinished')
  const { files } = manifest
  const ofBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
  let bytes = 0
  try {
    for (const [index, file] of files.entries()) {
      await restoreOne(join(backup, 'log', file.path), file, join(unfinished, file.path), (count) => {
        bytes += count
        progress({ files: index, bytes, ofFiles: files.length, ofBytes })
      })
    }
    await rename(unfinished, join(data, 'log'))
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
  await syncDirectory(data)
  progress({ files: files.length, bytes, ofFiles: files.length, ofBytes })
  return manifest
}

async function restoreOne(
  from: string,
  { bytes, sha256 }: BackupFile,
  target: string,
  copied: (bytes: number) => void,
): Promise<void> {
  const source = await open(from, 'r').catch(() => {
    throw damaged(from, 'is missing')
  })
  try {
    const copy = await copyFile(blocksOf(source), bytes, target, copied)
    if (copy.bytes !== bytes) throw damaged(from, `ends at byte ${copy.bytes}, it had ${bytes}`)
    if (copy.sha256 !== sha256) throw damaged(from, 'has other bytes than were backed up')
  } finally {
    await source.close()
  }
}

const damaged = (path: string, what: string): Refusal =>
  new Refusal('BACKUP_DAMAGED', `${path} ${what}: restore another backup`)
