/** Where the log lies, as clients are told of it (KIP-113, KIP-827). */
export interface Volume {
  /** Its absolute path: the one log directory there is. */
  readonly directory: string
  /** Bytes of the file system that it is on, used by whomever, and those that can still be written; -1: not known. */
  space(): Promise<{ readonly totalBytes: number; readonly usableBytes: number }>
}

/** A log in memory lies nowhere. */
export const NO_VOLUME: Volume = {
  directory: 'memory',
  space: () => Promise.resolve({ totalBytes: -1, usableBytes: -1 }),
}
