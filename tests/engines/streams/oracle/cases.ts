import { below, seededRandom, type Random } from '@millrace/kernel'

/** A record that goes into a topology. */
export interface Given {
  readonly topic: 'in' | 'other'
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
}

const RECORDS = 80
const KEYS = ['a', 'b', 'c']
/** One in so many records has none. */
const NO_KEY = 20
const NO_VALUE = 8
const MOST_STEP_MS = 30
const MOST_LATE_MS = 200

/** Records whose times go on on the whole, some of them late; few keys, so that they meet. */
export function drawRecords(seed: number): Given[] {
  const random = seededRandom(seed)
  // Windows begin at the epoch at the earliest.
  let now = seed % 4 === 0 ? 0 : 1000
  return Array.from({ length: RECORDS }, () => {
    now += below(random, MOST_STEP_MS)
    const late = below(random, 4) === 0 ? below(random, MOST_LATE_MS) : 0
    const key = below(random, NO_KEY) === 0 ? null : (KEYS[below(random, KEYS.length)] ?? null)
    const value = below(random, NO_VALUE) === 0 ? null : text(random)
    return { topic: below(random, 2) === 0 ? 'in' : 'other', key, value, timestamp: Math.max(0, now - late) }
  })
}

/** One or two words of few. */
function text(random: Random): string {
  const word = (): string => `${'vwa'[below(random, 3)]}${below(random, 3)}`
  return below(random, 3) === 0 ? `${word()} ${word()}` : word()
}
