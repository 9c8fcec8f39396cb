import { bearerHeader } from '@millrace/client'
import { Fault, messageOf, pause, type ServicePorts } from '@millrace/kernel'
import type { ServiceName } from '../settings.ts'
import { type TriggerDocument, readTriggers } from './trigger-directory.ts'

const AGAIN_MS = 1000
const ANSWER_MS = 5000
const NAMESPACE = 'apis/eventing.knative.dev/v1/namespaces/default'

/** Where the API of triggers is, and its bearer key. */
interface EventsApi {
  readonly EVENTS_URL?: string | undefined
  readonly EVENTS_TOKEN?: string | undefined
}

interface Api {
  readonly base: string
  readonly headers: Readonly<Record<string, string>>
}

export interface AppliedTriggers {
  /** Why they are not in force yet: what is told meanwhile does not reach the service. */
  readonly missing: () => string | undefined
  readonly stop: () => void
  readonly done: Promise<void>
}

/**
 * Puts a service's triggers where the brokers are, until they are there; does nothing without the address. On Knative the
 * same files are applied by `kubectl apply -f apps/tickets/triggers`.
 */
export function applyTriggers(
  service: ServiceName,
  url: string,
  { EVENTS_URL: eventsUrl, EVENTS_TOKEN: token }: EventsApi,
  { clocks, log }: ServicePorts,
): AppliedTriggers {
  const stop = new AbortController()
  let missing = eventsUrl === undefined ? undefined : 'they are being put in force'
  const done = eventsUrl === undefined ? Promise.resolve() : apply(eventsUrl)
  return { missing: () => missing, stop: () => stop.abort(new Fault('CLOSED', 'the service is stopping')), done }

  async function apply(base: string): Promise<void> {
    const documents = await readTriggers(service, url)
    for (let attempt = 0; !stop.signal.aborted; attempt++) {
      try {
        for (const document of documents) await put({ base, headers: bearerHeader(token) }, document, stop.signal)
        missing = undefined
        return
      } catch (error) {
        if (stop.signal.aborted) return
        missing = messageOf(error)
        if (attempt % 30 === 0) log.warn({ service, reason: messageOf(error) }, 'its triggers are not in force yet')
      }
      await pause(clocks.liveness, AGAIN_MS, stop.signal).catch(() => undefined)
    }
  }
}

/** @throws Fault TRIGGER_NOT_APPLIED; one that a file of the platform has is left alone. */
async function put({ base, headers }: Api, { name, text }: TriggerDocument, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
  const answer = await fetch(`${base}/${NAMESPACE}/triggers/${name}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/yaml' },
    body: text,
    signal: limit,
  })
  const said = (await answer.text()).slice(0, 300)
  if (answer.ok || answer.status === 409) return
  throw new Fault('TRIGGER_NOT_APPLIED', `trigger ${name}: ${answer.status} ${said}`)
}
