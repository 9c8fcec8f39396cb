import { Fault } from '@millrace/kernel'
import { INTERNAL_TOPICS } from '../topics/name.ts'
import type { Topics } from '../topics/topics.ts'
import type { OffsetsTopic } from './journal.ts'

/** `__consumer_offsets`: as it is, and made when the first record is written. */
export function offsetsTopic(topics: Pick<Topics, 'get' | 'internal'>): {
  find(): OffsetsTopic | undefined
  make(): OffsetsTopic
} {
  const name = INTERNAL_TOPICS.offsets
  return {
    find: () => topics.get(name),
    make: () => {
      // In force when the call returns. It is durable before what is written next; if it never is, neither is that.
      topics.internal(name).catch(() => undefined)
      const made = topics.get(name)
      if (made === undefined) throw new Fault('TOPIC_NOT_MADE', `${name} cannot be made: the log takes nothing`)
      return made
    },
  }
}
