import { type Broker, CONFIG_SOURCES, CONFIG_TYPES, type DescribedConfig, checkTopicName } from '@millrace/broker'
import { handler } from '../handler.ts'
import {
  DescribeConfigs,
  type DescribeConfigsRequest,
  type DescribeConfigsRequestResource,
  type DescribeConfigsResponseResourceResult,
  type DescribeConfigsResponseResult,
} from '../messages/index.ts'
import { configResource } from './shared/config-resource.ts'
import { NO_ERROR, errorAnswer } from './shared/error-answer.ts'

/**
 * DescribeConfigs (32), v1-4: the settings of topics and of the broker, and where their values come from. v1 brings
 * synonyms, v3 types and texts.
 */
export const describeConfigs = handler(DescribeConfigs, [1, 4], (request, { broker }) => ({
  throttleTimeMs: 0,
  results: request.resources.map((resource) => describe(broker, resource, request)),
}))

function describe(
  broker: Broker,
  resource: DescribeConfigsRequestResource,
  request: DescribeConfigsRequest,
): DescribeConfigsResponseResult {
  const { resourceType, resourceName } = resource
  try {
    const configs = configsOf(broker, resource).map((config) => toResult(config, request))
    return { ...NO_ERROR, resourceType, resourceName, configs }
  } catch (error) {
    return { ...errorAnswer(error), resourceType, resourceName, configs: [] }
  }
}

/** Null and empty keys stand for all. */
function configsOf(broker: Broker, asked: DescribeConfigsRequestResource): DescribedConfig[] {
  const resource = configResource(broker, asked.resourceType, asked.resourceName)
  if (resource.kind === 'topic') checkTopicName(resource.name)
  const all =
    resource.kind === 'topic'
      ? broker.configs.describeTopic(broker.topics.existing(resource.name).configs)
      : broker.configs.describeBroker(resource.scope)
  const keys = asked.configurationKeys ?? []
  return keys.length === 0 ? all : all.filter(({ definition }) => keys.includes(definition.name))
}

function toResult(config: DescribedConfig, request: DescribeConfigsRequest): DescribeConfigsResponseResourceResult {
  const { definition, value, source, readOnly, synonyms } = config
  return {
    name: definition.name,
    value,
    readOnly,
    configSource: CONFIG_SOURCES[source],
    isSensitive: false,
    synonyms: request.includeSynonyms
      ? synonyms.map((synonym) => ({
          name: synonym.name,
          value: synonym.value,
          source: CONFIG_SOURCES[synonym.source],
        }))
      : [],
    configType: CONFIG_TYPES[definition.type],
    documentation: request.includeDocumentation ? definition.doc : null,
  }
}
