import { type CloudEvent, encodeHttpBinary } from '@millrace/cloudevents'
import { Refusal, messageOf, pause, type Environment, type ServicePorts } from '@millrace/kernel'
import { z } from 'zod'
import { configuration } from '../config/configuration.ts'
import { bearerHeader, bearerToken, httpUrl } from '../config/variables.ts'
import { type Backoff, backoffMs } from '../kafka/backoff.ts'
import { currentTrace } from '../trace/trace-context.ts'

export interface EventSender {
  /** Where events go. */
  readonly sink: string
  /**
   * Resolves when the sink has taken the event. What may pass is tried again until the signal says to stop: no answer, 404,
   * 408, 409, 429 and 5xx, with growing waits or as long as Retry-After says. Repeats carry the same source and id.
   *
   * @throws Refusal EVENT_REFUSED when the sink says that the event is wrong; the signal's reason
   */
  send(event: CloudEvent, signal?: AbortSignal): Promise<void>
}

const WAITS: Backoff = { firstMs: 100, mostMs: 5000 }
const ANSWER_MS = 10_000
const RETRY_AFTER_MOST_S = 60
const PASSING = new Set([404, 408, 409, 425, 429])

const schema = z.object({ K_SINK: httpUrl(), K_SINK_TOKEN: bearerToken().optional() })

/**
 * Sends events in binary mode to `K_SINK`, a broker's ingress; with `K_SINK_TOKEN` as a bearer, where there is one.
 *
 * @throws Refusal INVALID_CONFIGURATION
 */
export function eventSender(environment: Environment, { clocks, random, log }: ServicePorts): EventSender {
  const { K_SINK: sink, K_SINK_TOKEN: token } = configuration(schema, environment)
  return {
    sink,
    async send(event, signal) {
      for (let attempt = 1; ; attempt++) {
        const outcome = await tryOnce({ sink, token }, event, signal)
        if (outcome.kind === 'taken') return
        if (outcome.kind === 'refused') throw new Refusal('EVENT_REFUSED', outcome.reason)
        signal?.throwIfAborted()
        if (attempt % 10 === 1) log.warn({ sink, attempt, reason: outcome.reason }, 'an event waits for its sink')
        const wait = outcome.afterMs ?? backoffMs(WAITS, attempt, random)
        await pause(clocks.liveness, wait, signal)
      }
    },
  }
}

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'passing'; readonly reason: string; readonly afterMs?: number }

async function tryOnce(
  { sink, token }: { readonly sink: string; readonly token: string | undefined },
  event: CloudEvent,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const { headers, body } = encodeHttpBinary(event)
  const trace = currentTrace()
  const limit = AbortSignal.timeout(ANSWER_MS)
  try {
    const answer = await fetch(sink, {
      method: 'POST',
      redirect: 'error',
      headers: [
        ...headers.map(pair),
        ...Object.entries(bearerHeader(token)),
        ...(trace === undefined ? [] : [['traceparent', trace] as [string, string]]),
      ],
      body: Uint8Array.from(body),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    })
    return await outcomeOf(answer)
  } catch (error) {
    return { kind: 'passing', reason: `${messageOf(error)}${causeOf(error)}` }
  }
}

const pair = ([name, value]: readonly [string, string]): [string, string] => [name, value]

const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : ''

async function outcomeOf(answer: Response): Promise<Outcome> {
  const text = (await answer.text()).slice(0, 300)
  if (answer.ok) return { kind: 'taken' }
  const reason = `${answer.status} ${text}`.trim()
  if (answer.status < 500 && !PASSING.has(answer.status)) return { kind: 'refused', reason }
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  if (!Number.isFinite(seconds) || seconds < 0) return { kind: 'passing', reason }
  return { kind: 'passing', reason, afterMs: Math.min(seconds, RETRY_AFTER_MOST_S) * 1000 }
}
