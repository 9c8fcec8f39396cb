import { type Broker, type BrokerScope, type Topic } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'

/** Kafka's numbers of what has settings (ConfigResource.Type). */
export const TOPIC_RESOURCE = 2
const BROKER = 4
const BROKER_LOGGER = 8

export type ConfigResource =
  /** Without `topic` when there is none of the name. */
  | { readonly kind: 'topic'; readonly name: string; readonly topic: Topic | undefined }
  | { readonly kind: 'broker'; readonly scope: BrokerScope }

/**
 * What a request about settings means.
 *
 * @throws Refusal INVALID_REQUEST
 */
export function configResource(broker: Broker, type: number, name: string): ConfigResource {
  switch (type) {
    case TOPIC_RESOURCE:
      return { kind: 'topic', name, topic: broker.topics.get(name) }
    case BROKER:
      return { kind: 'broker', scope: scopeOf(name, broker.settings.nodeId) }
    case BROKER_LOGGER:
      throw new Refusal(
        'INVALID_REQUEST',
        'This broker has no loggers to configure: topics and the broker have settings',
      )
    default:
      throw new Refusal(
        'INVALID_REQUEST',
        `Unsupported resource type: ${type}; topics (2) and the broker (4) have settings`,
      )
  }
}

/** An empty name stands for all brokers. */
function scopeOf(name: string, nodeId: number): BrokerScope {
  if (name === '') return 'cluster'
  if (!/^\d{1,10}$/.test(name)) throw new Refusal('INVALID_REQUEST', `Node id must be an integer, but it is: ${name}`)
  if (Number(name) !== nodeId) {
    const text = `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`
    throw new Refusal('INVALID_REQUEST', text)
  }
  return 'node'
}
