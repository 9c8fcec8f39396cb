import { type Clocks, type Random, below, seededRandom, virtualClocks } from '@millrace/kernel'
import { type SimulatedDisk, simulatedDisk } from '@millrace/testkit'
import { describe, expect, it } from 'vitest'
import { type DiskLog, type Frame, type FrameBatch, buildBatch, buildMarker, memoryLog, openLog } from '../src/index.ts'
import { START, contents, settings } from './contract.ts'

const SEEDS = Number(process.env['SEEDS'] ?? 200)
const FIRST_SEED = Number(process.env['SEED'] ?? 1)
const COMPACTED = 1002
const PLAIN = [1000, 1001, 1003, 1004]

const LIMITS = {
  flushBytes: 300,
  tailBytes: 1000,
  chunkBytes: 512,
  indexIntervalBytes: 150,
  walFileBytes: 3000,
  checkpointBytes: 5000,
  segmentBytes: 700,
  openFileCount: 4,
  reserveBytes: 1000,
  freeBytes: 1000,
  retentionIntervalMs: 0,
  compactionIntervalMs: 0,
}

/** A frame that was given to the log, and whether it was acknowledged. */
interface Sent {
  readonly lsn: number
  readonly frame: Frame
  acknowledged: boolean
}

/** One random history over several lives of a log, and what it must have left. */
class History {
  readonly random: Random
  readonly clocks: Clocks = virtualClocks(START)
  readonly disk: SimulatedDisk
  readonly existing = new Set<number>()
  /** Partitions that there may be. */
  numbers = PLAIN
  sent: Sent[] = []
  value = 0

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.disk = simulatedDisk(seed)
  }

  pick(bound: number): number {
    return below(this.random, bound)
  }

  open(): Promise<DiskLog> {
    return openLog({ disk: this.disk.mount(), clocks: this.clocks, random: this.random, limits: LIMITS })
  }

  send(log: DiskLog, frame: Frame): void {
    const { lsn, durable } = log.append(frame)
    const sent: Sent = { lsn, frame, acknowledged: false }
    this.sent.push(sent)
    const acknowledge = async (): Promise<void> => {
      await durable
      sent.acknowledged = true
    }
    // Frames that a crash takes are not acknowledged: that is all there is to their failure.
    acknowledge().catch(() => undefined)
  }

  randomFrame(log: DiskLog): Frame {
    const missing = this.numbers.filter((number) => !this.existing.has(number))
    if (missing.length > 0 && this.pick(3) === 0) {
      const number = missing[0] as number
      this.existing.add(number)
      return { create: [number], batches: [this.randomBatch(number)] }
    }
    const there = [...this.existing, COMPACTED]
    const number = there[this.pick(there.length)] as number
    const next = log.partition(number)?.nextOffset ?? 0
    const kind = this.pick(40)
    if (kind === 1 && number !== COMPACTED) {
      this.existing.delete(number)
      // Its number is never used again.
      this.numbers = this.numbers.map((other) => (other === number ? number + 10 : other))
      return { batches: [this.randomBatch(COMPACTED)], remove: [number] }
    }
    if (kind === 0 && number !== COMPACTED)
      return { startOffsets: [{ partition: number, offset: this.pick(next + 1) }] }
    const batches = Array.from({ length: 1 + this.pick(3) }, () =>
      this.randomBatch(there[this.pick(there.length)] as number),
    )
    return { batches }
  }

  randomBatch(partition: number): FrameBatch {
    const id = 1 + this.pick(3)
    const records = Array.from({ length: 1 + this.pick(4) }, () => ({
      key: `k${this.pick(5)}`,
      value: `${this.value++}${'.'.repeat(this.pick(120))}`,
    }))
    const timestamp = START + this.value
    const kind = this.pick(partition === COMPACTED ? 1 : 8)
    if (kind === 7) {
      const commit = this.pick(2) === 0
      const bytes = buildMarker({ producerId: id, producerEpoch: 0, commit, coordinatorEpoch: 1, timestamp })
      return { partition, bytes }
    }
    const producer = { id, epoch: 0, sequence: this.value }
    const bytes = buildBatch({ records, timestamp, ...(kind > 4 ? { producer, transactional: kind === 6 } : {}) })
    return { partition, bytes }
  }
}

/** Follows a partition while it is written, compacted and deleted from; gives what it saw wrong. */
async function follow(history: History, log: DiskLog, number: number, wrong: string[]): Promise<void> {
  const partition = log.partition(number)
  if (partition === undefined) return
  let from = partition.startOffset
  for (let reads = 0; reads < 30; reads++) {
    try {
      const { chunks, nextOffset } = await partition.read({ from, upTo: 1e9, maxBytes: 300, atLeastOne: true })
      const [chunk] = chunks
      const base = chunk === undefined ? from : Number(chunk.readBigInt64BE(0))
      if (base > from && number !== COMPACTED) wrong.push(`partition ${number} skipped from ${from} to ${base}`)
      from = nextOffset
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      if (code === 'OFFSET_OUT_OF_RANGE') from = partition.startOffset
      else if (code === 'EIO') return
      else wrong.push(message)
    }
    await history.disk.turn()
  }
}

/** Runs one life: some frames, some waiting, some cleaning, and an end of some kind. */
async function live(history: History, log: DiskLog): Promise<void> {
  const wrong: string[] = []
  for (const number of [...history.existing, COMPACTED]) void follow(history, log, number, wrong)
  for (let step = 10 + history.pick(60); step > 0; step--) {
    history.send(log, history.randomFrame(log))
    const kind = history.pick(12)
    if (kind === 0) await log.flush()
    if (kind === 1) void log.clean().catch(() => undefined)
    if (kind === 2) await history.disk.turn()
    if (kind === 3) void log.checkpoint().catch(() => undefined)
    if (kind === 4) await log.clean()
  }
  expect(wrong).toEqual([])
  const end = history.pick(5)
  if (end === 0) await log.close()
  else if (end === 1) history.disk.kill()
  else history.disk.crash()
}

/** What the durable frames make of a log that cannot fail. */
async function oracle(history: History): Promise<ReturnType<typeof memoryLog>> {
  const memory = memoryLog({ clocks: history.clocks })
  for (const { frame } of history.sent) await memory.append(frame).durable
  return memory
}

async function check(history: History, log: DiskLog): Promise<void> {
  const lost = history.sent.filter(({ lsn }) => lsn > log.durableLsn)
  expect(lost.filter(({ acknowledged }) => acknowledged)).toEqual([])
  history.sent = history.sent.filter(({ lsn }) => lsn <= log.durableLsn)
  history.existing.clear()
  for (const { number } of log.partitions()) if (number !== COMPACTED) history.existing.add(number)
  const memory = await oracle(history)
  expect(
    log
      .partitions()
      .map(({ number }) => number)
      .sort(),
  ).toEqual(
    memory
      .partitions()
      .map(({ number }) => number)
      .sort(),
  )
  for (const expected of memory.partitions()) {
    const found = log.partition(expected.number) as NonNullable<ReturnType<DiskLog['partition']>>
    expect(found.nextOffset).toBe(expected.nextOffset)
    expect(found.startOffset).toBe(expected.startOffset)
    const view = expected.number === COMPACTED ? lastValues : (lines: string[]): string[] => lines
    expect(view(await contents(found))).toEqual(view(await contents(expected)))
    expect(found.lastStableOffset).toBe(expected.lastStableOffset)
    expect(found.abortedTransactions(0, 1e9)).toEqual(expected.abortedTransactions(0, 1e9))
    const byId = (a: { producerId: number }, b: { producerId: number }): number => a.producerId - b.producerId
    expect([...found.producers()].sort(byId)).toEqual([...expected.producers()].sort(byId))
  }
}

function lastValues(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.slice(line.indexOf(':') + 1, line.indexOf('=')), line]))
}

describe('over a disk that loses, tears and reorders what was not synced', () => {
  it.each(Array.from({ length: SEEDS }, (_, index) => FIRST_SEED + index))(
    'the log keeps what it acknowledged, in order, whole frames only: seed %i',
    async (seed) => {
      const history = new History(seed)
      for (let life = 0; life < 4; life++) {
        const log = await history.open()
        await check(history, log)
        if (log.partition(COMPACTED) === undefined) history.send(log, { create: [COMPACTED] })
        log.configure(COMPACTED, settings({ segmentBytes: 500, cleanup: { delete: false, compact: true } }))
        await live(history, log)
      }
      const log = await history.open()
      await check(history, log)
      await log.close()
      expect(log.stats().offlinePartitions).toEqual([])
    },
  )
})
