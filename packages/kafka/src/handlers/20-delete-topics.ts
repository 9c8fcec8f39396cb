import { type Broker, type Topic, unknownTopicId } from '@millrace/broker'
import { NIL_UUID, Refusal } from '@millrace/kernel'
import { handler } from '../handler.ts'
import {
  DeleteTopics,
  type DeleteTopicsRequest,
  type DeleteTopicsResponseDeletableTopicResult,
} from '../messages/index.ts'
import { NO_ERROR, duplicatesOf, errorAnswer } from './shared/error-answer.ts'

/** Before this, clients do not know TOPIC_DELETION_DISABLED. */
const DISABLED_FROM_VERSION = 3

/** DeleteTopics (20), v1-6: deletes topics and frees their disk. v5 says why not, v6 takes ids too (KIP-516). */
export const deleteTopics = handler(DeleteTopics, [1, 6], async (request, { broker, header }) => {
  const asked = askedFor(request, header.apiVersion)
  const names = duplicatesOf(asked.flatMap(({ name, topicId }) => (topicId === NIL_UUID ? (name ?? []) : [])))
  const ids = duplicatesOf(asked.flatMap(({ name, topicId }) => (name !== null || topicId === NIL_UUID ? [] : topicId)))
  const duplicates = [
    ...Array.from(names, (name) => failed({ name, topicId: NIL_UUID }, invalid('Duplicate topic name.'))),
    ...Array.from(ids, (topicId) => failed({ name: null, topicId }, invalid('Duplicate topic id.'))),
  ]
  // Who gives both is refused for that.
  const isTwice = ({ name, topicId }: Asked): boolean =>
    name === null ? ids.has(topicId) : topicId === NIL_UUID && names.has(name)
  const once = asked.filter((topic) => !isTwice(topic))
  const responses = await Promise.all(once.map((topic) => remove(broker, topic, header.apiVersion)))
  return { responses: [...responses, ...duplicates] }
})

/** A topic by name or by id; the other one is null or nil. */
interface Asked {
  readonly name: string | null
  readonly topicId: string
}

function askedFor(request: DeleteTopicsRequest, version: number): readonly Asked[] {
  return version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: NIL_UUID }))
}

async function remove(
  broker: Broker,
  asked: Asked,
  version: number,
): Promise<DeleteTopicsResponseDeletableTopicResult> {
  try {
    const topic = existing(broker, asked)
    await broker.topics.delete(topic)
    return { name: topic.name, topicId: topic.id, ...NO_ERROR }
  } catch (error) {
    const isDisabled = error instanceof Refusal && error.code === 'TOPIC_DELETION_DISABLED'
    return failed(asked, isDisabled && version < DISABLED_FROM_VERSION ? invalid(error.message) : error)
  }
}

function existing(broker: Broker, { name, topicId }: Asked): Topic {
  if (name === null && topicId === NIL_UUID) throw invalid('Neither topic name nor id were specified.')
  if (name !== null && topicId !== NIL_UUID) throw invalid('You may not specify both topic name and topic id.')
  if (name !== null) return broker.topics.existing(name)
  const topic = broker.topics.byId(topicId)
  if (topic === undefined) throw unknownTopicId()
  return topic
}

const failed = ({ name, topicId }: Asked, error: unknown): DeleteTopicsResponseDeletableTopicResult => ({
  name,
  topicId,
  ...errorAnswer(error),
})

const invalid = (text: string): Refusal => new Refusal('INVALID_REQUEST', text)
