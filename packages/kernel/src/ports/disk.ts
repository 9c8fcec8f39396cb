/**
 * The disk port: one directory, which the holder owns. Adapters: a thread with node:fs (package log), memory and a
 * disk with faults (package testkit). Paths are relative, with `/` between parts.
 *
 * What a crash leaves: bytes are durable once a `sync` that began after their write has resolved; a created, renamed
 * or removed name is durable once `syncDirectory` of its parent has resolved. Anything else may be there, in part,
 * or in any order.
 *
 * @throws Fault with the system's code (`ENOSPC`, `EIO`, `ENOENT`, …) from every method.
 */
export interface Disk {
  /** Opens for reading and writing; makes the file when `create` is set and it is not there. */
  open(path: string, options?: { readonly create?: boolean }): Promise<DiskFile>
  /** Names in a directory, sorted; empty when there is no such directory. */
  list(directory: string): Promise<string[]>
  /** Makes a directory and its parents; nothing when it is there. */
  makeDirectory(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Removes a file, or a directory with all that is in it; nothing when it is not there. */
  remove(path: string): Promise<void>
  syncDirectory(path: string): Promise<void>
  /** Bytes that can still be written. */
  freeBytes(): Promise<number>
}

export interface DiskFile {
  /** Bytes in the file, as of the writes that have been called so far. */
  readonly size: number
  /** Up to `length` bytes from `position`; shorter only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>
  /**
   * Writes the chunks one after the other from `position`. Calls on one file take effect in the order of the calls.
   * The caller leaves the chunks as they are until the promise has settled.
   */
  write(position: number, chunks: readonly Uint8Array[]): Promise<void>
  /** Resolves when every write that was called before is on the medium (fdatasync). */
  sync(): Promise<void>
  /** `write`, then `sync`, in one trip to the adapter. */
  writeAndSync(position: number, chunks: readonly Uint8Array[]): Promise<void>
  truncate(size: number): Promise<void>
  close(): Promise<void>
}
