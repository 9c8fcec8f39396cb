import { type AnyTopic, type KafkaClient, type RecordOf, type Topic, json, text } from '@millrace/client'
import { type Processor, processor } from '@millrace/streams'
import type { z } from 'zod'
import type { Settings, groups } from '../settings.ts'
import { pizzaCommands, pizzaLogs } from '../topics.ts'
import { type Rules, type Step, type Work, hasEnded } from './work.ts'

/** A worker: what it hears, what it keeps of an order, and pure functions that decide. */
export interface WorkerKind<In extends AnyTopic, S extends Work> {
  readonly name: keyof typeof groups
  readonly inputs: readonly In[]
  readonly state: z.ZodType<S>
  readonly decide: (state: S | undefined, event: RecordOf<In> | RecordOf<typeof pizzaCommands>, rules: Rules) => Step<S>
  /** The time of the work has passed. */
  readonly finish: (orderId: string, state: S, rules: Rules) => Step<S>
}

const COMMIT_EVERY_MS = 10
const HOUR_MS = 3_600_000

interface Store<S> {
  get(key: string): S | undefined
  set(key: string, value: S): void
  delete(key: string): void
  entries(): IterableIterator<readonly [string, S]>
}

type Stores<S> = { readonly open: Store<S>; readonly done: Store<S> }

/**
 * Starts one instance of a worker. Event, state, what is published and what is said are one Kafka transaction: whatever is
 * repeated, restarted or killed, each order is worked on once. Orders do not wait for one another.
 */
export function startWorker<In extends AnyTopic, S extends Work>(
  kafka: KafkaClient,
  group: string,
  kind: WorkerKind<In, S>,
  settings: Settings,
): Processor<Record<never, never>> {
  const { domain } = kafka.ports.clocks
  const instance = settings.INSTANCE_ID ?? kind.name
  const keepMs = settings.PIZZA_KEEP_HOURS * HOUR_MS
  const rules = (now: number): Rules => ({ now, factor: settings.PIZZA_TIME_FACTOR })
  const spec = { key: text(), value: json(kind.state) }
  const take = (orderId: string, step: Step<S>, stores: Stores<S>, send: Send, now: number): void => {
    if (step.next !== undefined) keep(stores, orderId, step.next)
    for (const record of step.send ?? []) send({ timestamp: now, ...record })
    for (const { level, text: said } of step.say ?? []) {
      const line = { service: kind.name, instance, level, text: said, timestamp: now }
      send({ timestamp: now, ...pizzaLogs.record(orderId, line) })
      kafka.ports.log.info({ orderId, level }, said)
    }
  }
  return processor(kafka, {
    id: group,
    inputs: [...kind.inputs, pizzaCommands] as unknown as readonly Topic<string, string, unknown>[],
    stores: { open: spec, done: spec },
    commitEveryMs: COMMIT_EVERY_MS,
    ...(settings.INSTANCE_ID !== undefined && { instanceId: settings.INSTANCE_ID }),
    process: (record, { stores, send }) => {
      const now = domain.now()
      const both = stores as unknown as Stores<S>
      const before = both.open.get(record.key) ?? both.done.get(record.key)
      take(record.key, kind.decide(before, record as unknown as RecordOf<In>, rules(now)), both, send, now)
    },
    wake: {
      at: (stores) => earliest(stores as unknown as Stores<S>, keepMs),
      run: (now, { stores, send }) => {
        const both = stores as unknown as Stores<S>
        const due = Array.from(both.open.entries()).filter(([, state]) => dueOf(state, keepMs) <= now)
        for (const [orderId, state] of due) {
          const isWork = state.dueAt !== undefined
          const step = isWork ? kind.finish(orderId, state, rules(now)) : { next: forgotten(state, now) }
          take(orderId, step, both, send, now)
        }
        forgetOld(both.done, now - keepMs)
      },
    },
  }) as unknown as Processor<Record<never, never>>
}

type Send = Parameters<Parameters<typeof processor>[1]['process']>[1]['send']

const dueOf = ({ dueAt, since }: Work, keepMs: number): number => dueAt ?? since + keepMs

const forgotten = <S extends Work>(state: S, now: number): S => ({ ...state, phase: 'forgotten', since: now })

function keep<S extends Work>({ open, done }: Stores<S>, orderId: string, next: S): void {
  if (hasEnded(next)) {
    open.delete(orderId)
    done.set(orderId, next)
  } else open.set(orderId, next)
}

function earliest<S extends Work>({ open, done }: Stores<S>, keepMs: number): number {
  let least = Infinity
  for (const [, state] of open.entries()) least = Math.min(least, dueOf(state, keepMs))
  // Those that have ended are kept in the order of their end.
  for (const [, { since }] of done.entries()) return Math.min(least, since + keepMs)
  return least
}

function forgetOld<S extends Work>(done: Store<S>, before: number): void {
  const old: string[] = []
  for (const [orderId, { since }] of done.entries()) {
    if (since > before) break
    old.push(orderId)
  }
  for (const orderId of old) done.delete(orderId)
}
