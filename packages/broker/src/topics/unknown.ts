import { Refusal } from '@millrace/kernel'

/** The refusal of a topic or partition that is not there, in Kafka's words. */
export function unknownPartition(): Refusal {
  return new Refusal('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.')
}

/** The same for a topic that is told by its id. */
export function unknownTopicId(): Refusal {
  return new Refusal('UNKNOWN_TOPIC_ID', 'This server does not host this topic ID.')
}
