import { type Disk, type DiskFile, Fault, type Random, below, seededRandom } from '@millrace/kernel'
import { Inode } from './inode.ts'

export interface SimulatedDiskOptions {
  readonly capacityBytes?: number
}

/**
 * A disk in memory with the faults of a real one. What was not synced when it crashes is lost, kept, torn into
 * sectors and reordered, as the seed says; so are names whose directory was not synced.
 */
export class SimulatedDisk implements Disk {
  readonly #random: Random
  #names = new Map<string, Inode>()
  #durableNames = new Map<string, Inode>()
  #life = 0
  #syncsUntilFailure = Number.POSITIVE_INFINITY
  /** Bytes that all files together may have. */
  capacityBytes: number
  /** How often file contents were synced. */
  syncCalls = 0

  constructor(seed: number, { capacityBytes = Number.MAX_SAFE_INTEGER }: SimulatedDiskOptions = {}) {
    this.#random = seededRandom(seed)
    this.capacityBytes = capacityBytes
  }

  async open(path: string, options?: { readonly create?: boolean }): Promise<DiskFile> {
    let inode = this.#names.get(path)
    if (inode === undefined) {
      if (options?.create !== true) throw new Fault('ENOENT', `there is no file ${path}`)
      inode = new Inode()
      this.#names.set(path, inode)
    }
    return new SimulatedFile(this, inode, this.#life)
  }

  /** The disk as one life sees it: after a crash this port is dead, and whoever still holds it changes nothing. */
  mount(): Disk {
    const life = this.#life
    const alive = async <T>(work: () => Promise<T>): Promise<T> => {
      await this.turn()
      if (life !== this.#life) throw new Fault('EIO', 'the machine has crashed')
      return work()
    }
    return {
      open: (path, options) => alive(() => this.open(path, options)),
      list: (directory) => alive(() => this.list(directory)),
      makeDirectory: () => alive(() => this.makeDirectory()),
      rename: (from, to) => alive(() => this.rename(from, to)),
      remove: (path) => alive(() => this.remove(path)),
      syncDirectory: (path) => alive(() => this.syncDirectory(path)),
      freeBytes: () => alive(() => this.freeBytes()),
    }
  }

  async list(directory: string): Promise<string[]> {
    const prefix = directory === '' ? '' : `${directory}/`
    const names = new Set<string>()
    for (const path of this.#names.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] as string)
    }
    return [...names].sort()
  }

  makeDirectory(): Promise<void> {
    return this.turn()
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.#names.get(from)
    if (inode === undefined) throw new Fault('ENOENT', `there is no file ${from}`)
    this.#names.delete(from)
    this.#names.set(to, inode)
  }

  async remove(path: string): Promise<void> {
    for (const name of this.#names.keys()) {
      if (name === path || name.startsWith(`${path}/`)) this.#names.delete(name)
    }
  }

  async syncDirectory(path: string): Promise<void> {
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      if (parentOf(name) === path) this.#settleName(name, true)
    }
  }

  async freeBytes(): Promise<number> {
    return Math.max(0, this.capacityBytes - this.usedBytes())
  }

  /** Power off: every open file is dead, and the disk is what the medium has. */
  crash(): void {
    this.#life++
    for (const inode of new Set([...this.#names.values(), ...this.#durableNames.values()])) inode.crash(this.#random)
    for (const name of new Set([...this.#names.keys(), ...this.#durableNames.keys()])) {
      this.#settleName(name, below(this.#random, 2) === 0)
    }
    this.#names = new Map(this.#durableNames)
  }

  /** The process dies; the system writes everything out. */
  kill(): void {
    this.#life++
    for (const inode of this.#names.values()) inode.sync()
    this.#durableNames = new Map(this.#names)
  }

  /** The `count`-th sync from now on fails, and all after it. */
  failSync(count = 1): void {
    this.#syncsUntilFailure = count
  }

  /** Syncs work again. */
  mend(): void {
    this.#syncsUntilFailure = Number.POSITIVE_INFINITY
  }

  /** Changes one bit at rest. */
  flipBit(path: string, position: number, bit = 0): void {
    const inode = this.#inode(path)
    inode.content[position] = (inode.content[position] as number) ^ (1 << bit)
    inode.sync()
  }

  /** Cuts a file at rest. */
  cut(path: string, size: number): void {
    const inode = this.#inode(path)
    inode.truncate(size)
    inode.sync()
  }

  /** Replaces what is in a file at rest. */
  replace(path: string, content: Uint8Array): void {
    const inode = this.#inode(path)
    inode.truncate(0)
    inode.write(0, content)
    inode.sync()
  }

  /** What a file holds now. */
  content(path: string): Buffer {
    return Buffer.from(this.#inode(path).view())
  }

  paths(): string[] {
    return [...this.#names.keys()].sort()
  }

  usedBytes(): number {
    let bytes = 0
    for (const inode of this.#names.values()) bytes += inode.size
    return bytes
  }

  /** @internal */
  get life(): number {
    return this.#life
  }

  /** @internal A sync begins. */
  countSync(): void {
    this.syncCalls++
    if (--this.#syncsUntilFailure < 1) throw new Fault('SYNC_FAILED', 'the sync failed')
  }

  /** @internal Lets others run, for as long as the seed says. */
  async turn(): Promise<void> {
    for (let turns = below(this.#random, 3); turns > 0; turns--) {
      await new Promise<void>((resolve) => {
        setImmediate(resolve)
      })
    }
  }

  #settleName(name: string, asItIs: boolean): void {
    if (!asItIs) return
    const inode = this.#names.get(name)
    if (inode === undefined) this.#durableNames.delete(name)
    else this.#durableNames.set(name, inode)
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path)
    if (inode === undefined) throw new Fault('ENOENT', `there is no file ${path}`)
    return inode
  }
}

class SimulatedFile implements DiskFile {
  readonly #disk: SimulatedDisk
  readonly #inode: Inode
  readonly #life: number
  #queue: Promise<unknown> = Promise.resolve()

  constructor(disk: SimulatedDisk, inode: Inode, life: number) {
    this.#disk = disk
    this.#inode = inode
    this.#life = life
  }

  get size(): number {
    return this.#inode.size
  }

  async read(position: number, length: number): Promise<Buffer> {
    await this.#disk.turn()
    this.#assertAlive()
    return Buffer.from(this.#inode.view().subarray(position, position + Math.max(0, length)))
  }

  write(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    return this.#next(async () => this.#write(position, chunks))
  }

  sync(): Promise<void> {
    return this.#next(() => this.#sync())
  }

  writeAndSync(position: number, chunks: readonly Uint8Array[]): Promise<void> {
    return this.#next(async () => {
      this.#write(position, chunks)
      await this.#sync()
    })
  }

  truncate(size: number): Promise<void> {
    return this.#next(async () => this.#inode.truncate(size))
  }

  close(): Promise<void> {
    return this.#next(async () => undefined)
  }

  #write(position: number, chunks: readonly Uint8Array[]): void {
    const bytes = Buffer.concat(chunks)
    const grows = Math.max(0, position + bytes.length - this.#inode.size)
    if (grows > this.#disk.capacityBytes - this.#disk.usedBytes()) throw new Fault('ENOSPC', 'the disk is full')
    this.#inode.write(position, bytes)
  }

  async #sync(): Promise<void> {
    this.#disk.countSync()
    const upTo = this.#inode.mark()
    await this.#disk.turn()
    this.#assertAlive()
    this.#inode.sync(upTo)
  }

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#after(this.#queue, work)
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  async #after(before: Promise<unknown>, work: () => Promise<void>): Promise<void> {
    await before
    await this.#disk.turn()
    this.#assertAlive()
    await work()
  }

  #assertAlive(): void {
    if (this.#life !== this.#disk.life) throw new Fault('EIO', 'the machine has crashed')
  }
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}

/** A disk with faults, all of them decided by the seed. */
export function simulatedDisk(seed: number, options?: SimulatedDiskOptions): SimulatedDisk {
  return new SimulatedDisk(seed, options)
}

/** A disk in memory that behaves. */
export function memoryDisk(): SimulatedDisk {
  return new SimulatedDisk(0)
}
