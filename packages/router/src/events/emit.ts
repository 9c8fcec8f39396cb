import type { CloudEvent } from '@millrace/cloudevents'
import { eventSender } from '@millrace/client/cloudevents'
import { Fault, Refusal, type ServicePorts } from '@millrace/kernel'

/** Sends an event in binary mode; resolves when it was accepted with a 2xx. */
export type Emit = (event: CloudEvent, url: string) => Promise<void>

/** Where events go by default, and its bearer key. */
interface OwnSink {
  readonly K_SINK?: string | undefined
  readonly K_SINK_TOKEN?: string | undefined
}

/** Well within the time that a job is the router's. */
const EMIT_MS = 25_000

/**
 * Emits over HTTP, again while the target is away.
 *
 * @throws Refusal EVENT_REFUSED when the target will not have it; Fault NOT_EMITTED when the time is over
 */
export function httpEmit(ports: ServicePorts, own: OwnSink = {}): Emit {
  return async (event, url) => {
    // A key is for the sink that it was given with, and for nobody else whom a model names.
    const token = url === own.K_SINK ? own.K_SINK_TOKEN : undefined
    const environment = { K_SINK: url, ...(token !== undefined && { K_SINK_TOKEN: token }) }
    try {
      await eventSender(environment, ports).send(event, AbortSignal.timeout(EMIT_MS))
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.code, `${url} refuses the event: ${error.message}`)
      throw new Fault('NOT_EMITTED', `${url} did not take the event within ${EMIT_MS / 1000} s`, { cause: error })
    }
  }
}
