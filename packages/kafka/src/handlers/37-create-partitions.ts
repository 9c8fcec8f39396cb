import type { Broker } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import { handler } from '../handler.ts'
import {
  CreatePartitions,
  type CreatePartitionsRequestTopic,
  type CreatePartitionsResponseTopicResult,
} from '../messages/index.ts'
import { answered, duplicatesOf, errorAnswer } from './shared/error-answer.ts'

/** CreatePartitions (37), v0-3: gives topics more partitions, up to a count; never fewer. */
export const createPartitions = handler(CreatePartitions, [0, 3], async (request, { broker }) => {
  const twice = duplicatesOf(request.topics.map(({ name }) => name))
  const once = request.topics.filter(({ name }) => !twice.has(name))
  const results = await Promise.all(once.map((topic) => extend(broker, topic, request.validateOnly)))
  const duplicates = Array.from(twice, (name) => ({ name, ...errorAnswer(DUPLICATE) }))
  return { throttleTimeMs: 0, results: [...results, ...duplicates] }
})

const DUPLICATE = new Refusal('INVALID_REQUEST', 'Duplicate topic name.')

async function extend(
  broker: Broker,
  { name, count, assignments }: CreatePartitionsRequestTopic,
  validateOnly: boolean,
): Promise<CreatePartitionsResponseTopicResult> {
  const brokers = assignments?.map(({ brokerIds }) => brokerIds) ?? null
  const answer = await answered(async () => {
    const topic = broker.topics.existing(name)
    if (validateOnly) broker.topics.planPartitions(topic, count, brokers)
    else await broker.topics.addPartitions(topic, count, brokers)
  })
  return { name, ...answer }
}
