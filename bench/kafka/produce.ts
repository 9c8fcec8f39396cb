import type { Producer } from '@platformatic/kafka'
import { measured, type Measured } from '../measuring/measure.ts'
import type { Workload } from './workloads.ts'

/** Sends for `seconds`, with as many calls waiting as the workload says, and times each call. */
export function produceFor(
  producer: Producer,
  topic: string,
  workload: Workload,
  seconds: number,
  serverPid: number,
): Promise<Measured> {
  const value = payload(workload.recordBytes)
  const { batch, inFlight, partitions } = workload
  return measured(serverPid, async () => {
    const end = performance.now() + seconds * 1000
    const latenciesMs: number[] = []
    let calls = 0
    const loop = async (): Promise<void> => {
      while (performance.now() < end) {
        const partition = calls++ % partitions
        const messages = Array.from({ length: batch }, () => ({ topic, partition, value }))
        const before = performance.now()
        await producer.send({ messages, acks: -1 })
        latenciesMs.push(performance.now() - before)
      }
    }
    await Promise.all(Array.from({ length: inFlight }, loop))
    return { records: calls * batch, latenciesMs }
  })
}

/** Bytes that do not compress to nothing, the same in every run. */
function payload(bytes: number): Buffer {
  return Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 2_654_435_761) >>> 24))
}
