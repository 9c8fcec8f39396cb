import { measured, type Measured } from '../measuring/measure.ts'
import { called, create, inFlight } from './calls.ts'
import type { ZeebeEngine } from './engines.ts'
import { messages, oneTask, threeTasks, timers, type TaskProcess } from './processes.ts'
import { BenchWorker } from './worker.ts'

/** One line of the table. */
export interface Row {
  readonly name: string
  /** What its rate counts. */
  readonly unit: 'instances' | 'messages' | 'timers'
  run(engine: ZeebeEngine, seconds: number): Promise<Measured>
}

const MESSAGES_PER_SECOND_OF_RUN = 250
const TIMERS_PER_SECOND_OF_RUN = 150
/** Enough for all of them to be there before the first is due. */
const LEAD_MS_PER_TIMER = 4

/** Instances from their creation to the acknowledged completion of their last job, so many at a time. */
async function completeFor({ gateway, pid }: ZeebeEngine, process: TaskProcess, most: number, seconds: number) {
  const finished = new Map<number, () => void>()
  const early = new Set<number>()
  const done = ({ processInstanceKey: key }: { readonly processInstanceKey: number }): void => {
    const waiting = finished.get(key)
    if (waiting === undefined) early.add(key)
    else waiting()
    finished.delete(key)
  }
  const workers = process.types.map((type) => new BenchWorker(gateway, type, type.endsWith('-last') ? { done } : {}))
  const result = await measured(pid, async () => {
    const latenciesMs: number[] = []
    const end = performance.now() + seconds * 1000
    const loop = async (): Promise<void> => {
      while (performance.now() < end) {
        const before = performance.now()
        const key = await create(gateway, process.id)
        if (!early.delete(key)) await new Promise<void>((resolve) => void finished.set(key, resolve))
        latenciesMs.push(performance.now() - before)
      }
    }
    await Promise.all(Array.from({ length: most }, loop))
    return { records: latenciesMs.length, latenciesMs }
  })
  await Promise.all(workers.map((worker) => worker.stop()))
  return result
}

/** Messages from the first publication until a worker has seen each instance that waited for one. */
async function correlate({ gateway, pid }: ZeebeEngine, seconds: number): Promise<Measured> {
  const count = Math.round(seconds * MESSAGES_PER_SECOND_OF_RUN)
  const keys = Array.from({ length: count }, () => crypto.randomUUID())
  await inFlight(count, 64, (at) => create(gateway, messages.id, { key: keys[at] }))
  const published = new Map<string, number>()
  const latenciesMs: number[] = []
  const all = Promise.withResolvers<void>()
  const taken = ({ variables }: { readonly variables: string }): void => {
    const { key } = JSON.parse(variables) as { readonly key: string }
    latenciesMs.push(performance.now() - (published.get(key) ?? 0))
    if (latenciesMs.length === count) all.resolve()
  }
  const worker = new BenchWorker(gateway, 'heard', { taken })
  const result = await measured(pid, async () => {
    await inFlight(count, 64, (at) => {
      const correlationKey = keys[at] ?? ''
      published.set(correlationKey, performance.now())
      return called(gateway, 'PublishMessage', { name: 'bench', correlationKey, timeToLive: 60_000, variables: '{}' })
    })
    await all.promise
    return { records: count, latenciesMs }
  })
  await worker.stop()
  return result
}

/** Timers that are due at one moment, until a worker has seen each; the latency is how late it was. */
async function ring({ gateway, pid }: ZeebeEngine, seconds: number): Promise<Measured> {
  const count = Math.round(seconds * TIMERS_PER_SECOND_OF_RUN)
  const due = Math.ceil((Date.now() + 1000 + count * LEAD_MS_PER_TIMER) / 1000) * 1000
  const latenciesMs: number[] = []
  const all = Promise.withResolvers<void>()
  const taken = (): void => {
    latenciesMs.push(Date.now() - due)
    if (latenciesMs.length === count) all.resolve()
  }
  const worker = new BenchWorker(gateway, 'rang', { taken })
  await inFlight(count, 64, () => create(gateway, timers.id, { due: new Date(due).toISOString().replace('.000', '') }))
  await new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, due - Date.now())))
  const result = await measured(pid, async () => {
    await all.promise
    return { records: count, latenciesMs }
  })
  await worker.stop()
  return result
}

const completing = (process: TaskProcess, words: string, most: number): Row => ({
  name: `${words}, ${most === 1 ? 'one after the other' : `${most} in flight`}`,
  unit: 'instances',
  run: (engine, seconds) => completeFor(engine, process, most, seconds),
})

export const rows: readonly Row[] = [
  completing(oneTask, 'one task', 1),
  completing(oneTask, 'one task', 64),
  completing(oneTask, 'one task', 200),
  completing(threeTasks, 'three tasks', 64),
  completing(threeTasks, 'three tasks', 200),
  { name: 'messages to instances that wait, 64 in flight', unit: 'messages', run: correlate },
  { name: 'timers due at one moment', unit: 'timers', run: ring },
]
