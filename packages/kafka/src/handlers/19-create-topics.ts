import { type Broker, CONFIG_SOURCES, type ConfigValues, type Topic, type TopicSpec } from '@millrace/broker'
import { NIL_UUID, Refusal } from '@millrace/kernel'
import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import {
  CreateTopics,
  type CreateTopicsRequestCreatableTopic,
  type CreateTopicsResponseCreatableTopicResult,
} from '../messages/index.ts'
import { NO_ERROR, duplicatesOf, errorAnswer } from './shared/error-answer.ts'

/**
 * CreateTopics (19), v2-7: makes topics, or with validateOnly says what would come of it. v4 takes -1 for the usual
 * number of partitions and copies, v5 tells them and the settings that follow, v7 the topic's id.
 */
export const createTopics = handler(CreateTopics, [2, 7], async (request, { broker }) => {
  const twice = duplicatesOf(request.topics.map(({ name }) => name))
  const once = request.topics.filter(({ name }) => !twice.has(name))
  const created = await Promise.all(once.map((topic) => create(broker, toSpec(topic), request.validateOnly)))
  return { topics: [...created, ...Array.from(twice, (name) => failed(name, DUPLICATE))] }
})

const DUPLICATE = new Refusal('INVALID_REQUEST', 'Duplicate topic name.')

function toSpec(topic: CreateTopicsRequestCreatableTopic): TopicSpec {
  return {
    name: topic.name,
    partitionCount: topic.numPartitions,
    replicationFactor: topic.replicationFactor,
    assignments: topic.assignments.map(({ partitionIndex, brokerIds }) => ({
      partition: partitionIndex,
      brokers: brokerIds,
    })),
    configs: topic.configs,
  }
}

async function create(
  broker: Broker,
  spec: TopicSpec,
  validateOnly: boolean,
): Promise<CreateTopicsResponseCreatableTopicResult> {
  try {
    if (validateOnly) {
      const { partitionCount, configs } = broker.topics.plan(spec)
      return made(broker, spec.name, NIL_UUID, partitionCount, configs)
    }
    const { name, id, partitions, configs }: Topic = await broker.topics.create(spec)
    return made(broker, name, id, partitions.length, configs)
  } catch (error) {
    return failed(spec.name, error)
  }
}

function made(
  broker: Broker,
  name: string,
  topicId: string,
  numPartitions: number,
  own: ConfigValues,
): CreateTopicsResponseCreatableTopicResult {
  return {
    name,
    topicId,
    ...NO_ERROR,
    topicConfigErrorCode: codeOf('NONE'),
    numPartitions,
    replicationFactor: 1,
    configs: broker.configs.describeTopic(own).map(({ definition, value, source, readOnly }) => ({
      name: definition.name,
      value,
      readOnly,
      configSource: CONFIG_SOURCES[source],
      isSensitive: false,
    })),
  }
}

function failed(name: string, error: unknown): CreateTopicsResponseCreatableTopicResult {
  return { name, ...errorAnswer(error), numPartitions: -1, replicationFactor: -1, configs: [] }
}
