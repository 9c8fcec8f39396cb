import type { DeadLetterTopics } from '../../contract/dead-letters.ts'
import { browseQuery } from '../../contract/records.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { listTopics } from '../kafka/topics.ts'
import { browse } from '../records/browse.ts'
import { LETTER_SUFFIX, letterOf } from './letter.ts'

const TOPICS_READ = 20
const newest = browseQuery.parse({ order: 'newest', limit: 100 })

/**
 * Topics of dead letters that hold any, and the newest letters of the first twenty, one topic after the other: each is a
 * bounded scan. `now` is liveness time.
 */
export async function listDeadLetters(kafka: KafkaConnection, now: () => number): Promise<DeadLetterTopics> {
  const all = await listTopics(kafka.admin)
  const topics = all
    .filter(({ name, records }) => name.endsWith(LETTER_SUFFIX) && records > 0)
    .map(({ name, records }) => ({ name, records }))
  const letters: DeadLetterTopics['letters'] = []
  for (const { name } of topics.slice(0, TOPICS_READ)) {
    // oxlint-disable-next-line no-await-in-loop -- one scan at a time
    const { records } = await browse(kafka, name, newest, now)
    letters.push(...records.map((record) => letterOf(name, record)))
  }
  return { topics, letters: letters.toSorted((left, right) => right.timestamp - left.timestamp) }
}
