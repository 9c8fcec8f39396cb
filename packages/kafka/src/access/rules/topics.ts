import { NIL_UUID } from '@millrace/kernel'
import { CreatePartitions, CreateTopics, DeleteTopics, Metadata } from '../../messages/index.ts'
import { ALLOWED, TOPIC, failure, parted, rule, topicName, topicRule } from '../rule.ts'

const NOT_TOLD = { numPartitions: -1, replicationFactor: -1, configs: [] }

/** Topics: who hears of them, who makes and unmakes them. */
export const topicRules = [
  rule(Metadata, (request, access, { broker, header }) => {
    const knows = (name: string | null): boolean => name !== null && access.knows('topics', name)
    const all = request.topics === null || (header.apiVersion === 0 && request.topics.length === 0)
    const tell = <T extends { readonly name: string | null }>(topics: readonly T[]): T[] =>
      // By id one hears of a topic only what its name allows; what is not there has none.
      topics.filter(({ name }) => name === null || knows(name))
    if (all) return { kind: 'partly', request, tell: (response) => ({ ...response, topics: tell(response.topics) }) }
    const nameOf = ({ name, topicId }: { name: string | null; topicId: string }) =>
      topicName(broker, name ?? '', topicId)
    const [mine, others] = parted(
      request.topics ?? [],
      (topic) => knows(nameOf(topic) ?? null) || nameOf(topic) === undefined,
    )
    const refused = others.map(({ name, topicId }) => ({
      ...failure(TOPIC),
      name,
      topicId: name === null ? topicId : NIL_UUID,
      isInternal: false,
      partitions: [],
    }))
    const makes = (name: string | null): boolean =>
      name === null || broker.topics.get(name) !== undefined || access.allows('topics', name, 'manage')
    const allowAutoTopicCreation = request.allowAutoTopicCreation && mine.every(({ name }) => makes(name))
    if (mine.length === 0) {
      // An empty list asks a broker of version 0 for everything.
      return {
        kind: 'partly',
        request: { ...request, topics: [], allowAutoTopicCreation },
        tell: (response) => ({ ...response, topics: refused }),
      }
    }
    return {
      kind: 'partly',
      request: { ...request, topics: mine, allowAutoTopicCreation },
      tell: (response) => ({ ...response, topics: [...response.topics, ...refused] }),
    }
  }),
  topicRule(CreateTopics, (request, access) => {
    const [mine, others] = parted(request.topics, ({ name }) => access.allows('topics', name, 'manage'))
    const refused = others.map(({ name }) => ({ name, ...failure(TOPIC), ...NOT_TOLD }))
    return [mine, refused]
  }),
  rule(DeleteTopics, (request, access, { broker }) => {
    const mayDelete = (name: string | undefined): boolean =>
      name === undefined || access.allows('topics', name, 'manage')
    const [names, otherNames] = parted(request.topicNames, mayDelete)
    const [topics, others] = parted(request.topics, ({ name, topicId }) =>
      mayDelete(topicName(broker, name ?? '', topicId)),
    )
    if (otherNames.length + others.length === 0) return ALLOWED
    const refused = [
      ...otherNames.map((name) => ({ name, topicId: NIL_UUID, ...failure(TOPIC) })),
      ...others.map(({ name, topicId }) => ({ name, topicId, ...failure(TOPIC) })),
    ]
    return {
      kind: 'partly',
      request: { ...request, topicNames: names, topics },
      tell: (response) => ({ ...response, responses: [...response.responses, ...refused] }),
    }
  }),
  rule(CreatePartitions, (request, access) => {
    const [mine, others] = parted(request.topics, ({ name }) => access.allows('topics', name, 'manage'))
    if (others.length === 0) return ALLOWED
    const refused = others.map(({ name }) => ({ name, ...failure(TOPIC) }))
    return {
      kind: 'partly',
      request: { ...request, topics: mine },
      tell: (response) => ({ ...response, results: [...response.results, ...refused] }),
    }
  }),
]
