import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Refusal } from '@millrace/kernel'

const BLOCK_BYTES = 1024 * 1024

/** Up to `length` bytes from `position`. */
export type ReadBlock = (position: number, length: number) => Promise<Uint8Array>

/**
 * Copies the first `bytes` of something into a new file, and makes it durable; gives the SHA-256 of what it has read.
 * Shorter when the source ends before.
 */
export async function copyFile(
  read: ReadBlock,
  bytes: number,
  target: string,
  copied: (bytes: number) => void,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  await mkdir(dirname(target), { recursive: true })
  const hash = createHash('sha256')
  const file = await open(target, 'wx', 0o600)
  let position = 0
  try {
    while (position < bytes) {
      const block = await read(position, Math.min(BLOCK_BYTES, bytes - position))
      if (block.length === 0) break
      hash.update(block)
      await file.writev([block], position)
      position += block.length
      copied(block.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes: position, sha256: hash.digest('hex') }
}

/** Reads a file of the machine block by block. */
export function blocksOf(file: FileHandle): ReadBlock {
  return async (position, length) => {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  }
}

/** @throws Refusal NOT_EMPTY when there is something in the directory; makes it when it is not there. */
export async function emptyDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true })
  const [first] = await readdir(directory)
  if (first !== undefined) {
    throw new Refusal('NOT_EMPTY', `${directory} is not empty (${first} is in it): name a new or empty directory`)
  }
}

/** Makes the names in a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
