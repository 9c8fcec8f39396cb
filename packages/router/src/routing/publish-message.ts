import { type CloudEvent, requiredText, textOf } from '@millrace/cloudevents'
import { hasStatus } from '@millrace/client/zeebe'
import { correlationKeyOf } from '../events/correlation-key.ts'
import { parsePath } from '../events/path.ts'
import { variablesOf } from '../events/variables.ts'
import type { ExpectedMessage } from '../store/mappings-table.ts'
import type { Outcome } from './outcome.ts'
import { type Routing, unmatched } from './routing.ts'

/**
 * An event as a BPMN message: its name is the type, its id `source|id`, which the engine takes once while the message
 * lives; variables are the data. One that nobody is known to expect is published too, and shown besides.
 *
 * @throws Refusal or Fault of the engine
 */
export async function publishMessage(routing: Routing, event: CloudEvent): Promise<Outcome> {
  const { zeebe, store, settings, ports } = routing
  const name = requiredText(event, 'type')
  const expecting = store.mappings.expecting(name)
  const variables = variablesOf(event)
  const correlationKey = correlationKeyOf(event, variables, pathsOf(expecting))
  const timeToLiveMs = timeToLive(event, ports.clocks.domain.now(), settings.ROUTER_MESSAGE_TTL_MS)
  if (timeToLiveMs === undefined) return { kind: 'expired' }
  if (correlationKey === undefined && expecting.length > 0 && !expecting.some(({ starts }) => starts)) {
    const detail = `${name} is correlated by a key: give the event the extension correlationkey`
    return unmatched(routing, event, 'NO_CORRELATION_KEY', detail)
  }
  const messageId = `${requiredText(event, 'source')}|${requiredText(event, 'id')}`
  const message = { name, messageId, timeToLiveMs, variables, correlationKey: correlationKey ?? '' }
  try {
    const messageKey = await zeebe.publishMessage(message)
    if (expecting.length > 0) return { kind: 'published', messageKey, correlationKey: message.correlationKey }
  } catch (error) {
    if (hasStatus(error, 'ALREADY_EXISTS')) return { kind: 'duplicate' }
    throw error
  }
  return unmatched(routing, event, 'UNEXPECTED_TYPE', `no process that was deployed here has a message ${name}`)
}

const pathsOf = (expecting: readonly ExpectedMessage[]) =>
  expecting.flatMap(({ correlationKey }) => {
    const path = correlationKey === undefined ? undefined : parsePath(correlationKey)
    return path === undefined ? [] : [path]
  })

/** How long the message may wait, ms; undefined when its time is over. */
function timeToLive(event: CloudEvent, now: number, otherwise: number): number | undefined {
  const expiry = Date.parse(textOf(event, 'expirytime') ?? '')
  if (Number.isNaN(expiry)) return otherwise
  return expiry <= now ? undefined : expiry - now
}
