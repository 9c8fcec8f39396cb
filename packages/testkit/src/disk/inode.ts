import { type Random, below } from '@millrace/kernel'

export const SECTOR_BYTES = 512

interface Change {
  readonly position: number
  /** undefined: the file was cut to `position`. */
  readonly bytes: Buffer | undefined
}

/** A file's content: as programs see it, and as it is on the medium, with the changes between. */
export class Inode {
  content = Buffer.alloc(0)
  size = 0
  #durable = Buffer.alloc(0)
  #changes: Change[] = []

  view(): Buffer {
    return this.content.subarray(0, this.size)
  }

  write(position: number, bytes: Uint8Array): void {
    const copy = Buffer.from(bytes)
    this.#changes.push({ position, bytes: copy })
    this.#apply(position, copy)
  }

  truncate(size: number): void {
    this.#changes.push({ position: size, bytes: undefined })
    this.#cut(size)
  }

  /** Stands for what has been written so far. */
  mark(): number {
    return this.#changes.length
  }

  /** The first `count` changes are on the medium. */
  sync(count = this.#changes.length): void {
    const left = this.#changes.slice(count)
    if (left.length === 0) {
      this.#durable = Buffer.from(this.view())
    } else {
      const seen = Buffer.from(this.view())
      this.#restore(this.#durable)
      for (const change of this.#changes.slice(0, count)) this.#redo(change)
      this.#durable = Buffer.from(this.view())
      this.#restore(seen)
    }
    this.#changes = left
  }

  /** What the medium makes of the changes that were not synced: each sector of each may be there, in any order. */
  crash(random: Random): void {
    const changes = this.#changes
    this.#changes = []
    this.#restore(this.#durable)
    for (const { position, bytes } of changes) {
      if (bytes === undefined) {
        if (below(random, 2) === 0) this.#cut(position)
        continue
      }
      const luck = below(random, 3)
      for (let at = 0; at < bytes.length;) {
        const end = Math.min(bytes.length, at + SECTOR_BYTES - ((position + at) % SECTOR_BYTES))
        if (luck === 2 || (luck === 1 && below(random, 2) === 0)) this.#apply(position + at, bytes.subarray(at, end))
        at = end
      }
    }
    this.#durable = Buffer.from(this.view())
  }

  #redo({ position, bytes }: Change): void {
    if (bytes === undefined) this.#cut(position)
    else this.#apply(position, bytes)
  }

  #restore(bytes: Buffer): void {
    this.content = Buffer.from(bytes)
    this.size = bytes.length
  }

  #cut(size: number): void {
    if (size > this.size) this.#apply(size, Buffer.alloc(0))
    this.content.fill(0, size)
    this.size = size
  }

  #apply(position: number, bytes: Buffer): void {
    const end = position + bytes.length
    if (end > this.content.length) {
      const larger = Buffer.alloc(Math.max(end, this.content.length * 2, 4096))
      this.content.copy(larger)
      this.content = larger
    }
    bytes.copy(this.content, position)
    this.size = Math.max(this.size, end)
  }
}
