import { type Clocks, type DiskFile, Fault, messageOf, pause } from '@millrace/kernel'
import type { Lsn } from '../contract.ts'
import type { DiskPartition } from '../partition/disk-partition.ts'
import type { Chunk } from '../staging/chunk.ts'
import type { WalFile } from './wal-file.ts'

/** Frames that become durable together, by one write and one fdatasync. */
interface Group {
  readonly number: number
  readonly file: WalFile
  /** Pieces of staging memory, in order; frames back to back in one chunk are one piece. */
  readonly pieces: { readonly chunk: Chunk; readonly from: number; to: number }[]
  readonly partitions: DiskPartition[]
  readonly done: PromiseWithResolvers<void>
  /** Next offsets of `partitions` when the group was sealed. */
  offsets: number[]
  bytes: number
  lastLsn: Lsn
}

export interface CommitterPorts {
  readonly clocks: Clocks
  /** Gives a file its header and its name, when the first group for it is written. */
  openFile(file: WalFile): Promise<void>
  /** The disk is full: makes what room there is to make. */
  makeRoom(): Promise<void>
  /** Waits while too much is unflushed. */
  backPressure(): Promise<void> | undefined
  /** Frames up to `lsn` are durable. */
  durable(lsn: Lsn, bytes: number): void
  stopped(fault: Fault): void
}

const FULL_RETRY_MS = 500

/**
 * Group commit. While one write and sync is under way frames collect; then one call takes them all. Frames are
 * durable in the order of their sequence numbers. After a failure nothing is ever written again.
 */
export class Committer {
  readonly #ports: CommitterPorts
  #waiting: Group[] = []
  #running = false
  #groupNumber = 0
  #underWay: Group | undefined
  #fault: Fault | undefined
  /** Nobody waits for room on the disk any more. */
  #ending = false
  pendingBytes = 0
  syncs = 0
  syncMs = 0

  constructor(ports: CommitterPorts) {
    this.#ports = ports
  }

  get fault(): Fault | undefined {
    return this.#fault
  }

  /** The group that frames for `file` join now. */
  #groupFor(file: WalFile): Group {
    const last = this.#waiting.at(-1)
    if (last !== undefined && last.file === file) return last
    const done = Promise.withResolvers<void>()
    // Who does not wait for it need not handle its rejection.
    done.promise.catch(() => undefined)
    const number = ++this.#groupNumber
    const group: Group = { number, file, pieces: [], partitions: [], done, offsets: [], bytes: 0, lastLsn: 0 }
    this.#waiting.push(group)
    return group
  }

  /** Queues a frame that lies in `chunk`; the promise is that of its group. */
  add(file: WalFile, chunk: Chunk, from: number, lsn: Lsn): Promise<void> {
    const group = this.#groupFor(file)
    const to = chunk.used
    const last = group.pieces.at(-1)
    if (last !== undefined && last.chunk === chunk && last.to === from) last.to = to
    else group.pieces.push({ chunk, from, to })
    group.bytes += to - from
    group.lastLsn = lsn
    this.pendingBytes += to - from
    if (!this.#running) this.#start()
    return group.done.promise
  }

  /** The partition has a part in the frame that is being added. */
  touch(file: WalFile, partition: DiskPartition): void {
    const group = this.#groupFor(file)
    if (partition.groupNumber === group.number) return
    partition.groupNumber = group.number
    group.partitions.push(partition)
  }

  /** The log closes: what finds no room on the disk fails now. */
  end(): void {
    this.#ending = true
  }

  /** Resolves when everything that was added so far is durable. */
  async idle(): Promise<void> {
    if (this.#fault !== undefined) throw this.#fault
    const last = this.#waiting.at(-1) ?? this.#underWay
    await last?.done.promise
  }

  #start(): void {
    this.#running = true
    // After the I/O callbacks of this turn: connections that were readable together commit together.
    setImmediate(() => void this.#run())
  }

  async #run(): Promise<void> {
    let group = this.#seal()
    let write = group && this.#write(group)
    while (group !== undefined && (await write) === true) {
      const written = group
      await this.#ports.backPressure()
      // The disk gets its next work before anybody hears of the last.
      group = this.#seal()
      write = group && this.#write(group)
      this.#announce(written)
    }
    this.#running = false
    if (this.#waiting.length > 0) this.#start()
  }

  #seal(): Group | undefined {
    const group = this.#waiting.shift()
    this.#underWay = group
    if (group !== undefined) group.offsets = group.partitions.map((partition) => partition.nextOffset)
    return group
  }

  #announce(group: Group): void {
    this.pendingBytes -= group.bytes
    this.#ports.durable(group.lastLsn, group.bytes)
    for (const [index, partition] of group.partitions.entries()) partition.advance(group.offsets[index] as number)
    group.done.resolve()
  }

  async #write(group: Group): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      try {
        await this.#writeOnce(group)
        return true
      } catch (error) {
        if (!isFull(error) || this.#ending) return this.#stop(group, error)
      }
      // The write did not happen, so nothing was lost: it may be tried again, unlike a sync that failed.
      await this.#ports.makeRoom()
      if (attempt > 0) await pause(this.#ports.clocks.liveness, FULL_RETRY_MS)
    }
  }

  async #writeOnce(group: Group): Promise<void> {
    const { file } = group
    if (file.file === undefined) await this.#ports.openFile(file)
    const pieces = group.pieces.map(({ chunk, from, to }) => chunk.buffer.subarray(from, to))
    const began = this.#ports.clocks.liveness.now()
    await (file.file as DiskFile).writeAndSync(file.writtenBytes, pieces)
    this.syncs++
    this.syncMs += this.#ports.clocks.liveness.now() - began
    file.writtenBytes += group.bytes
  }

  #stop(group: Group, error: unknown): false {
    const fault = new Fault('LOG_STOPPED', `the log takes no more writes: ${messageOf(error)}. Restart to recover`, {
      cause: error,
    })
    this.fail(fault)
    group.done.reject(fault)
    return false
  }

  /** Stops for ever: whoever waits is told. */
  fail(fault: Fault): void {
    if (this.#fault !== undefined) return
    this.#fault = fault
    for (const waiting of this.#waiting) waiting.done.reject(fault)
    this.#waiting = []
    this.#ports.stopped(fault)
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Fault && error.code === 'ENOSPC'
}
