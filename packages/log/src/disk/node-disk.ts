import type { Disk } from '@millrace/kernel'
import { close, constants, fstat, fsync, open } from 'node:fs'
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { CommitWorker } from './commit-worker.ts'
import { faultOf } from './fault.ts'
import { lockDirectory } from './lock.ts'
import { NodeFile } from './node-file.ts'

// Plain descriptors: a FileHandle would be closed by the garbage collector while the commit thread writes to it.
const openFile = promisify(open)
const closeFile = promisify(close)
const statFile = promisify(fstat)
const syncFile = promisify(fsync)

export interface NodeDisk extends Disk {
  /** Its absolute path. */
  readonly directory: string
  /** Bytes of the whole file system that it is on, and those that can still be written. */
  space(): Promise<{ readonly totalBytes: number; readonly usableBytes: number }>
  /** Ends the commit thread and gives the lock back. */
  close(): Promise<void>
}

/**
 * A directory of this machine. `writeAndSync` runs in a thread of its own; all else in libuv's pool.
 *
 * @throws Refusal DIRECTORY_IN_USE when another process has it.
 */
export async function nodeDisk(directory: string): Promise<NodeDisk> {
  await faultOf(mkdir(directory, { recursive: true }))
  const lock = lockDirectory(directory)
  const worker = new CommitWorker()
  const at = (path: string): string => join(directory, path)
  const space = async (): Promise<{ totalBytes: number; usableBytes: number }> => {
    const { blocks, bavail, bsize } = await faultOf(statfs(directory))
    return { totalBytes: blocks * bsize, usableBytes: bavail * bsize }
  }
  return {
    directory: resolve(directory),
    space,
    async open(path, options) {
      const flags = constants.O_RDWR | (options?.create === true ? constants.O_CREAT : 0)
      const fd = await faultOf(openFile(at(path), flags, 0o644))
      const { size } = await faultOf(statFile(fd))
      return new NodeFile(fd, size, worker)
    },
    async list(path) {
      const names = await readdir(at(path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      return names.sort()
    },
    makeDirectory: async (path) => void (await faultOf(mkdir(at(path), { recursive: true }))),
    rename: (from, to) => faultOf(rename(at(from), at(to))),
    remove: (path) => faultOf(rm(at(path), { recursive: true, force: true })),
    async syncDirectory(path) {
      const fd = await faultOf(openFile(at(path), constants.O_RDONLY))
      try {
        await faultOf(syncFile(fd), 'SYNC_FAILED')
      } finally {
        await closeFile(fd)
      }
    },
    freeBytes: async () => (await space()).usableBytes,
    async close() {
      await worker.close()
      lock.release()
    },
  }
}
