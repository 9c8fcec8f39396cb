import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SnapshotStore } from './snapshot-options.ts'

/** Snapshots as files of a directory, `<name>.snapshot`: written beside, synced, renamed, and the directory synced. */
export function fileSnapshots(directory: string): SnapshotStore {
  const pathOf = (name: string): string => join(directory, `${encodeURIComponent(name)}.snapshot`)
  return {
    read: (name) => readFile(pathOf(name)).catch(noneThere),
    remove: (name) => rm(pathOf(name), { force: true }),
    async write(name, parts) {
      await mkdir(directory, { recursive: true })
      const path = pathOf(name)
      const file = await open(`${path}.new`, 'w')
      try {
        for (const part of parts) await file.write(part)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      const folder = await open(directory, 'r')
      await folder.sync().finally(() => folder.close())
    },
  }
}

function noneThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
