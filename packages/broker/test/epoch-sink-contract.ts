import type { Epoch, EpochSink, OutputBatch } from '@millrace/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** What the contract needs of an implementation: the topics `in` and `out`, with two partitions each. */
export interface EpochSinkHarness {
  sink(job: string): Promise<EpochSink>
  batch(partition: number, values: readonly string[]): OutputBatch
  /** Values of `out` that a reader of committed records sees. */
  values(partition: number): Promise<string[]>
  /** Stops without any grace, and starts again over what is durable. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Every implementation of `EpochSink` passes this. */
export function epochSinkContract(name: string, open: () => Promise<EpochSinkHarness>): void {
  describe(`${name}, as an epoch sink`, () => {
    let harness: EpochSinkHarness

    const epoch = (number: number, output: readonly OutputBatch[] = []): Epoch => ({
      number,
      sources: [{ topic: 'in', partition: 0, nextOffset: number * 10 }],
      output,
    })

    beforeEach(async () => {
      harness = await open()
    })
    afterEach(() => harness.close())

    it('knows nothing of a new job', async () => {
      const sink = await harness.sink('job')
      expect(await sink.recover()).toBeUndefined()
    })

    it('makes all output of an epoch visible at once, and remembers how far it had read', async () => {
      const sink = await harness.sink('job')
      await sink.commit(epoch(1, [harness.batch(0, ['a', 'b']), harness.batch(1, ['c']), harness.batch(0, ['d'])]))
      expect([await harness.values(0), await harness.values(1)]).toEqual([['a', 'b', 'd'], ['c']])
      expect(await sink.recover()).toEqual({
        number: 1,
        sources: [{ topic: 'in', partition: 0, nextOffset: 10 }],
      })
    })

    it('makes nothing visible when any output cannot be taken', async () => {
      const sink = await harness.sink('job')
      await sink.commit(epoch(1, [harness.batch(0, ['a'])]))
      await expect(
        sink.commit(epoch(2, [harness.batch(0, ['b']), harness.batch(9, ['nowhere'])])),
      ).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
      })
      expect(await harness.values(0)).toEqual(['a'])
      expect(await sink.recover()).toMatchObject({ number: 1 })
      await sink.commit(epoch(2, [harness.batch(0, ['c'])]))
      expect(await harness.values(0)).toEqual(['a', 'c'])
    })

    it('goes on after a restart from the last epoch', async () => {
      const sink = await harness.sink('job')
      for (const number of [1, 2, 3]) await sink.commit(epoch(number, [harness.batch(0, [String(number)])]))
      await harness.restart()
      const after = await harness.sink('job')
      expect(await after.recover()).toMatchObject({ number: 3, sources: [{ nextOffset: 30 }] })
      await after.commit(epoch(4, [harness.batch(0, ['4'])]))
      expect(await harness.values(0)).toEqual(['1', '2', '3', '4'])
    })

    it('does nothing when an epoch is committed a second time', async () => {
      const sink = await harness.sink('job')
      await sink.commit(epoch(1, [harness.batch(0, ['a'])]))
      await sink.commit(epoch(1, [harness.batch(0, ['a'])]))
      await harness.restart()
      const after = await harness.sink('job')
      await after.commit(epoch(1, [harness.batch(0, ['a'])]))
      expect(await harness.values(0)).toEqual(['a'])
    })

    it('refuses to leave an epoch out', async () => {
      const sink = await harness.sink('job')
      await sink.commit(epoch(1))
      await expect(sink.commit(epoch(3))).rejects.toMatchObject({ code: 'EPOCH_OUT_OF_ORDER' })
    })

    it('keeps jobs apart', async () => {
      const [one, other] = [await harness.sink('one'), await harness.sink('other')]
      await one.commit(epoch(1))
      await one.commit(epoch(2))
      await other.commit(epoch(1))
      expect([await one.recover(), await other.recover()]).toMatchObject([{ number: 2 }, { number: 1 }])
    })
  })
}
