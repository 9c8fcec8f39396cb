import type { CloudEvent } from '@millrace/cloudevents'
import { eventSender } from '@millrace/client/cloudevents'
import { Fault, Refusal, type ServicePorts } from '@millrace/kernel'

/** Sends an event in binary mode; resolves when it was accepted with a 2xx. */
export type Emit = (event: CloudEvent, url: string) => Promise<void>

/** Well within the time that a job is the router's. */
const EMIT_MS = 25_000

/**
 * Emits over HTTP, again while the target is away.
 *
 * @throws Refusal EVENT_REFUSED when the target will not have it; Fault NOT_EMITTED when the time is over
 */
export function httpEmit(ports: ServicePorts): Emit {
  return async (event, url) => {
    try {
      await eventSender({ K_SINK: url }, ports).send(event, AbortSignal.timeout(EMIT_MS))
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.code, `${url} refuses the event: ${error.message}`)
      throw new Fault('NOT_EMITTED', `${url} did not take the event within ${EMIT_MS / 1000} s`, { cause: error })
    }
  }
}
