import { Fault } from '@millrace/kernel'
import type { ReadableDisk, ReadableFile } from '../disk/read-disk.ts'

/** Runs `work` on a file; undefined when it is not there. */
export async function withFile<T>(
  disk: ReadableDisk,
  path: string,
  work: (file: ReadableFile) => Promise<T>,
): Promise<T | undefined> {
  let file: ReadableFile
  try {
    file = await disk.open(path)
  } catch (error) {
    if (error instanceof Fault && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

/** All bytes of a file; undefined when it is not there. */
export function contentOf(disk: ReadableDisk, path: string): Promise<Buffer | undefined> {
  return withFile(disk, path, (file) => file.read(0, file.size))
}
