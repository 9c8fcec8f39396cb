import { type Clocks, type Disk, Fault, type LogPort } from '@millrace/kernel'
import type { LogLimits } from './limits.ts'

const RESERVE = 'reserve'
const ZEROS = Buffer.alloc(1024 * 1024)
const LOOK_AGAIN_MS = 1000
const ADVICE = 'reads and deletes go on; free some space, or shorten retention'

export interface DiskSpacePorts {
  readonly disk: Disk
  readonly limits: LogLimits
  readonly clocks: Clocks
  readonly log: LogPort
}

/**
 * Watches the free space of the disk. A reserve file is kept; when the disk gets full the reserve is given up, batches
 * are refused, and deletes, retention and checkpoints live on the space. When there is room again the reserve is
 * taken back first.
 */
export class DiskSpace {
  readonly #disk: Disk
  readonly #limits: LogLimits
  readonly #clocks: Clocks
  readonly #log: LogPort
  #full = false
  /** Undefined until somebody has looked what an earlier life has left. */
  #reserved: boolean | undefined
  #looking: Promise<void> | undefined
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor({ disk, limits, clocks, log }: DiskSpacePorts) {
    this.#disk = disk
    this.#limits = limits
    this.#clocks = clocks
    this.#log = log
  }

  get full(): boolean {
    return this.#full
  }

  /** Gives the reserve up; false when it is gone already. */
  async release(): Promise<boolean> {
    this.#setFull(true)
    if (this.#reserved === false) return false
    this.#reserved = false
    const file = await this.#disk.open(RESERVE, { create: true })
    const held = file.size
    await file.truncate(0)
    await file.close()
    return held > 0
  }

  /** Looks how much is free, and changes state accordingly. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  /** @throws Fault DISK_FULL while batches are refused; looks again now and then. */
  assertRoom(): void {
    if (!this.#full) return
    if (this.#clocks.liveness.now() - this.#lookedAt > LOOK_AGAIN_MS) void this.look().catch(() => undefined)
    throw new Fault('DISK_FULL', `less than ${this.#limits.freeBytes} bytes are free: ${ADVICE}`)
  }

  async #look(): Promise<void> {
    this.#lookedAt = this.#clocks.liveness.now()
    const { freeBytes, reserveBytes } = this.#limits
    const free = await this.#disk.freeBytes()
    if (free < freeBytes) {
      this.#setFull(true)
      return
    }
    if (this.#reserved !== true && !(free >= freeBytes + reserveBytes && (await this.#reserve()))) return
    this.#setFull(false)
  }

  #setFull(full: boolean): void {
    if (this.#full === full) return
    this.#full = full
    if (full) this.#log.error({}, `the disk is full: batches are refused, ${ADVICE}`)
    else this.#log.info({}, 'the disk has room again: batches are taken')
  }

  async #reserve(): Promise<boolean> {
    const file = await this.#disk.open(RESERVE, { create: true })
    try {
      for (let at = file.size; at < this.#limits.reserveBytes; at += ZEROS.length) {
        await file.write(at, [ZEROS.subarray(0, this.#limits.reserveBytes - at)])
      }
      await file.sync()
      this.#reserved = true
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'ENOSPC')) throw error
      await file.truncate(0)
    } finally {
      await file.close()
    }
    return this.#reserved === true
  }
}
