import { type Broker, type ConfigValues, checkTopicName } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import { type ConfigResource, TOPIC_RESOURCE, configResource } from './config-resource.ts'
import { type ErrorAnswer, duplicatesOf, errorAnswer, answered } from './error-answer.ts'

/** A resource as both requests that alter settings name it. */
export interface AlteredResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly { readonly name: string }[]
}

export type AlterAnswer = ErrorAnswer & Pick<AlteredResource, 'resourceType' | 'resourceName'>

/**
 * Alters each resource for itself, by what `valuesAfter` makes of it; a resource or a setting that is there twice is
 * refused, as Kafka does.
 */
export function alterResources<Resource extends AlteredResource>(
  broker: Broker,
  resources: readonly Resource[],
  validateOnly: boolean,
  valuesAfter: (resource: Resource, meant: ConfigResource) => ConfigValues,
): Promise<AlterAnswer[]> {
  const twice = duplicatesOf(resources.map(keyOf))
  return Promise.all(
    resources.map(async (resource) => {
      const { resourceType, resourceName } = resource
      const answer = twice.has(keyOf(resource))
        ? errorAnswer(new Refusal('INVALID_REQUEST', 'Each resource must appear at most once.'))
        : await answered(() => alter(broker, resource, validateOnly, valuesAfter))
      return { ...answer, resourceType, resourceName }
    }),
  )
}

async function alter<Resource extends AlteredResource>(
  broker: Broker,
  resource: Resource,
  validateOnly: boolean,
  valuesAfter: (resource: Resource, meant: ConfigResource) => ConfigValues,
): Promise<void> {
  if (duplicatesOf(resource.configs.map(({ name }) => name)).size > 0) {
    throw new Refusal('INVALID_REQUEST', 'Error due to duplicate config keys')
  }
  if (resource.resourceType === TOPIC_RESOURCE && resource.resourceName === '') {
    throw new Refusal('INVALID_REQUEST', 'Default topic resources are not allowed.')
  }
  const meant = configResource(broker, resource.resourceType, resource.resourceName)
  const values = valuesAfter(resource, meant)
  if (meant.kind === 'topic') {
    // As Kafka does: first whether the values could be, then whether the topic is there.
    checkTopicName(meant.name)
    broker.configs.checkTopic(values)
    const topic = broker.topics.existing(meant.name)
    if (!validateOnly) await broker.topics.alterConfigs(topic, values)
  } else {
    broker.configs.checkBroker(values)
    if (!validateOnly) await broker.configs.alterBroker(meant.scope, values)
  }
}

/** @throws Refusal INVALID_REQUEST that names the settings without value */
export function refuseNulls(configs: readonly { readonly name: string; readonly value: string | null }[]): void {
  const nulls = configs.filter(({ value }) => value === null).map(({ name }) => name)
  if (nulls.length > 0) throw new Refusal('INVALID_REQUEST', `Null value not supported for : ${nulls.join(', ')}`)
}

const keyOf = ({ resourceType, resourceName }: AlteredResource): string => `${resourceType}:${resourceName}`
