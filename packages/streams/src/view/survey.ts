import type { KafkaClient, TopicDescription } from '@millrace/client'
import { Refusal, pause } from '@millrace/kernel'
import { Positions } from './positions.ts'

/** The topics of a view, and where they begin and end. */
export interface Survey {
  readonly topics: readonly TopicDescription[]
  readonly earliest: Positions
  /** What a reader of committed records can reach. */
  readonly stable: Positions
  readonly latest: Positions
}

const MISSING_TOPIC_MS = 15_000
const ASK_AGAIN_MS = 200

/** @throws Refusal UNKNOWN_TOPIC_OR_PARTITION when a topic is not there, also after a while. */
export async function survey(kafka: KafkaClient, names: readonly string[], signal: AbortSignal): Promise<Survey> {
  const topics = await present(kafka, names, signal)
  const at = async (query: 'earliest' | 'stable' | 'latest'): Promise<Positions> => {
    const found = new Positions()
    for (const { name } of topics) {
      for (const [partition, offset] of (await kafka.admin().offsets(name, query)).entries()) {
        found.set({ topic: name, partition }, offset)
      }
    }
    return found
  }
  const [earliest, stable, latest] = await Promise.all([at('earliest'), at('stable'), at('latest')])
  return { topics, earliest, stable, latest }
}

async function present(kafka: KafkaClient, names: readonly string[], signal: AbortSignal): Promise<TopicDescription[]> {
  const { liveness } = kafka.ports.clocks
  const started = liveness.now()
  for (;;) {
    const topics = await kafka.admin().describeTopics(names)
    const missing = names.filter((name) => !topics.some((topic) => topic.name === name))
    if (missing.length === 0) return topics
    if (liveness.now() - started > MISSING_TOPIC_MS) {
      throw new Refusal(
        'UNKNOWN_TOPIC_OR_PARTITION',
        `there is no topic ${missing.join(', ')}; create it, with ensureTopics for instance`,
      )
    }
    await pause(liveness, ASK_AGAIN_MS, signal)
  }
}
