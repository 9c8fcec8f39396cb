import { close, constants, fstat, open, read } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { faultOf } from './fault.ts'

const openFile = promisify(open)
const closeFile = promisify(close)
const statFile = promisify(fstat)
const readFile = promisify(read)

/** A file that is only read. */
export interface ReadableFile {
  readonly size: number
  read(position: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** What of a disk it takes to look at a log. */
export interface ReadableDisk {
  open(path: string): Promise<ReadableFile>
  list(directory: string): Promise<string[]>
}

/** A directory of this machine for reading, whoever holds it: nothing is locked, nothing is written. */
export function readDisk(directory: string): ReadableDisk {
  return {
    async open(path) {
      const fd = await faultOf(openFile(join(directory, path), constants.O_RDONLY))
      const { size } = await faultOf(statFile(fd))
      return {
        size,
        close: () => faultOf(closeFile(fd)),
        async read(position, length) {
          const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(length, size - position)))
          let filled = 0
          while (filled < buffer.length) {
            const left = buffer.length - filled
            const { bytesRead } = await faultOf(readFile(fd, buffer, filled, left, position + filled))
            if (bytesRead === 0) break
            filled += bytesRead
          }
          return buffer.subarray(0, filled)
        },
      }
    },
    async list(path) {
      const names = await readdir(join(directory, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      return names.sort()
    },
  }
}
