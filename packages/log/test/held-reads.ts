import type { Disk } from '@millrace/kernel'

/** A disk whose reads of matching files can be held up: they have read, and do not say so yet. */
export interface HeldReads {
  readonly disk: Disk
  /** Holds reads from now on; resolves when one is held. */
  hold(): Promise<void>
  release(): void
}

export function heldReads(disk: Disk, matching: RegExp): HeldReads {
  let gate = Promise.withResolvers<void>()
  let held = Promise.withResolvers<void>()
  gate.resolve()
  return {
    disk: {
      ...disk,
      open: async (path, options) => {
        const file = await disk.open(path, options)
        if (!matching.test(path)) return file
        const read = file.read.bind(file)
        file.read = async (position, length) => {
          const bytes = await read(position, length)
          held.resolve()
          await gate.promise
          return bytes
        }
        return file
      },
    },
    hold: () => {
      gate = Promise.withResolvers<void>()
      held = Promise.withResolvers<void>()
      return held.promise
    },
    release: () => gate.resolve(),
  }
}
