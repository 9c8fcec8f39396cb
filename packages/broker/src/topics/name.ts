import { Refusal } from '@millrace/kernel'

/** What Kafka takes for the name of a topic: it becomes the name of a directory there. */
const LONGEST_TOPIC_NAME = 249
const LEGAL = /^[a-zA-Z0-9._-]+$/

/** Topics that the platform writes itself: clients read them, and neither write to them nor delete them. */
export const INTERNAL_TOPICS = {
  offsets: '__consumer_offsets',
  transactions: '__transaction_state',
  epochs: '__epochs',
} as const

export type InternalTopicName = (typeof INTERNAL_TOPICS)[keyof typeof INTERNAL_TOPICS]

const INTERNAL_NAMES: ReadonlySet<string> = new Set(Object.values(INTERNAL_TOPICS))

export function isInternalTopic(name: string): name is InternalTopicName {
  return INTERNAL_NAMES.has(name)
}

/**
 * Checks a name as Kafka's `Topic.validate` does.
 *
 * @throws Refusal INVALID_TOPIC_EXCEPTION
 */
export function checkTopicName(name: string): void {
  const wrong = faultOf(name)
  if (wrong !== undefined) throw new Refusal('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${wrong}`)
}

export function isTopicName(name: string): boolean {
  return faultOf(name) === undefined
}

/** Names that differ only in `.` and `_` are one name in Kafka's metrics, so only one of them may exist. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_')
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed'
  if (name === '.' || name === '..') return `'${name}' is not allowed`
  if (name.length > LONGEST_TOPIC_NAME) {
    return `the length of '${name.slice(0, 40)}…' is longer than the max allowed length ${LONGEST_TOPIC_NAME}`
  }
  if (!LEGAL.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
  }
  return undefined
}
