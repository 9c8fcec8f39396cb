import { waitFor } from '@millrace/testkit'

/** Settings of a topic that is compacted as soon as its newest segment is a fifth of a second old. */
export const EAGER = {
  'cleanup.policy': 'compact',
  'segment.ms': '200',
  'min.cleanable.dirty.ratio': '0.01',
  'delete.retention.ms': '100',
  'max.compaction.lag.ms': '500',
}

export interface KeyedRecord {
  readonly offset: string
  readonly key: string
  readonly value: string
}

/** How a client writes to the topic and reads it. */
export interface KeyedTopic {
  send(records: readonly (readonly [key: string, value: string | null])[]): Promise<unknown>
  /** All there is from the beginning; it may end early, but not before the record with the value `last` when that came. */
  read(last: string): Promise<readonly KeyedRecord[]>
}

const TICK = 'tick'

/**
 * Writes five values of each of three keys, deletes one of them, and waits until no more is left than must be. Gives
 * that, as `offset:key=value`.
 */
export async function compacted({ send, read }: KeyedTopic): Promise<readonly string[]> {
  const rounds = [0, 1, 2, 3, 4].flatMap((round) => ['a', 'b', 'c'].map((key) => [key, `${key}${round}`] as const))
  await send([...rounds, ['b', null]])
  let ticks = 0
  const left = async (): Promise<readonly string[] | undefined> => {
    // The newest segment is never compacted: something has to roll it.
    const last = `${TICK}${++ticks}`
    await send([[TICK, last]])
    const records = await read(last)
    const others = records.filter(({ key }) => key !== TICK)
    const isWhole = records.some(({ value }) => value === last)
    return isWhole && others.length <= 2
      ? others.map(({ offset, key, value }) => `${offset}:${key}=${value}`)
      : undefined
  }
  return waitFor(left, { what: 'the compaction of the topic', timeoutMs: 120_000, everyMs: 1000 })
}

/** What is left: two keys of three, at the offsets that they had. */
export const COMPACTED = ['12:a=a4', '14:c=c4']
