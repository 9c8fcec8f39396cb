import { type Broker, openBroker } from '@millrace/broker'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { type AttributeValue, newEvent } from '@millrace/cloudevents'
import type { OutgoingRequest, SendResult } from '../src/delivery/send.ts'
import { DEFAULT_POLICY, type DeliveryPolicy } from '../src/delivery/policy.ts'
import { Events } from '../src/events.ts'
import type { TriggerSpec } from '../src/triggers/trigger.ts'

export const START = 1_767_225_600_000
export const DEFAULT = { namespace: 'default', name: 'default' }

/** What a subscriber answers: a status, or a whole answer, at once or later. */
export type Answer = number | Partial<Extract<SendResult, { kind: 'answer' }>> | Extract<SendResult, { kind: 'failed' }>
type Subscriber = (request: OutgoingRequest, attempt: number) => Answer | Promise<Answer>

/** Subscribers by URL, everything that was sent to them, and virtual time that passes when something waits. */
export class World {
  readonly clocks = virtualClocks(START)
  readonly sent: {
    readonly url: string
    readonly at: number
    readonly id: string
    readonly request: OutgoingRequest
  }[] = []
  readonly subscribers = new Map<string, Subscriber>()
  readonly log: Log = memoryLog({ clocks: this.clocks })
  broker: Broker | undefined
  #starts = 0

  /** Opens brokers and triggers over the log, as a start of the platform does. */
  async open(): Promise<Events> {
    const { clocks, log } = this
    const start = ++this.#starts
    const random = seededRandom(log.stats().appendedFrames + 1)
    this.broker = await openBroker({ log, clocks, random })
    return Events.open({
      broker: this.broker,
      clocks,
      random,
      log: { warn: () => undefined, error: () => undefined },
      // What was started before counts as killed: it reaches nobody any more.
      send: (request) => (start === this.#starts ? this.#send(request) : new Promise(() => undefined)),
    })
  }

  async #send(request: OutgoingRequest): Promise<SendResult> {
    const id = request.headers.find(([name]) => name === 'ce-id')?.[1] ?? ''
    this.sent.push({ url: request.url, at: this.clocks.liveness.now(), id, request })
    const attempt = this.sent.filter((one) => one.url === request.url && one.id === id).length
    const answer = await (this.subscribers.get(request.url) ?? (() => 202))(request, attempt)
    if (typeof answer === 'number') {
      return { kind: 'answer', status: answer, headers: [], body: Buffer.alloc(0), truncated: false }
    }
    if (answer.kind === 'failed') return answer
    return { kind: 'answer', status: 200, headers: [], body: Buffer.alloc(0), truncated: false, ...answer }
  }

  to(url: string): string[] {
    return this.sent.filter((one) => one.url === url).map(({ id }) => id)
  }

  /** Lets virtual time pass until everything is quiet: `ms` at most. */
  async run(ms = 60_000): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      await settle()
      this.clocks.liveness.advance(50)
      await this.clocks.domain.advance(50)
    }
    await settle()
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

export const event = (id: string, more: Record<string, AttributeValue> = {}, data?: string) =>
  newEvent(
    { specversion: '1.0', id, source: '/test', type: 'test', ...more },
    data === undefined ? undefined : Buffer.from(data),
  )

export const policy = (more: Partial<DeliveryPolicy> = {}): DeliveryPolicy => ({ ...DEFAULT_POLICY, ...more })

export function trigger(name: string, more: Partial<TriggerSpec> = {}): TriggerSpec {
  return {
    namespace: 'default',
    name,
    broker: 'default',
    matches: () => true,
    subscriber: { url: `http://${name}` },
    ordered: false,
    concurrency: 16,
    dedupe: 0,
    ...more,
  }
}
