import { RANKS, STATUS, statusText } from '../contract/status.ts'
import type { Order, Passage, Pizza } from '../contract/order.ts'
import { iso } from '../topics.ts'

/** Something that an event says of an order. */
export interface Sign {
  readonly status: number
  /** ms since epoch */
  readonly at: number
  /** What is wrong, for 410 and 430. */
  readonly trouble?: string
}

/** What is known of an order besides its status. */
export interface Facts {
  readonly pizza?: Pizza
  readonly username?: string
  readonly customerId?: string
  /** ms since epoch */
  readonly placedAt?: number
}

/** As an order stands, with what only the services need to know. */
export interface Standing {
  readonly order: Order
  /** Whose it is: known to its customer alone. */
  readonly customerId?: string
  /** `since`, ms since epoch */
  readonly changedAt: number
}

/**
 * An order from what is known of it: its signs in the order of their times, none of which moves it backwards. Pure, so that
 * every reader of the same topics comes to the same.
 */
export function orderOf(orderId: string, facts: Facts, signs: readonly Sign[]): Standing {
  let [stage, status, changedAt] = [0, STATUS.unknown as number, facts.placedAt ?? 0]
  let stuckSince: number | undefined
  let trouble: string | undefined
  const passages: Passage[] = []
  for (const sign of signs.toSorted((a, b) => a.at - b.at)) {
    const moved = movesOn(stage, sign.status)
    passages.push({ status: sign.status, at: iso(sign.at), moved: moved || sign.status === STATUS.stuck })
    if (sign.status === STATUS.stuck) {
      stuckSince ??= sign.at
      continue
    }
    if (!moved) continue
    if (sign.status in RANKS) stage = sign.status
    if (status !== sign.status) [changedAt, stuckSince] = [sign.at, undefined]
    status = sign.status
    trouble = sign.trouble
  }
  const shown = stuckSince === undefined || isEnd(stage) ? status : STATUS.stuck
  const order: Order = {
    orderId,
    status: shown,
    text: statusText(shown),
    stage,
    since: iso(changedAt),
    passages: withoutRepeats(passages),
    ...(facts.pizza !== undefined && { pizza: facts.pizza }),
    ...(facts.username !== undefined && { username: facts.username }),
    ...(facts.placedAt !== undefined && { placedAt: iso(facts.placedAt) }),
    ...(shown === STATUS.stuck && stuckSince !== undefined && { stuckSince: iso(stuckSince) }),
    ...(trouble !== undefined && { trouble }),
  }
  return { order, changedAt, ...(facts.customerId !== undefined && { customerId: facts.customerId }) }
}

const isEnd = (stage: number): boolean => stage === STATUS.delivered || stage === STATUS.cancelled

function movesOn(stage: number, status: number): boolean {
  const [before, after] = [RANKS[stage] ?? 0, RANKS[status]]
  // What has no place on the way says that something is wrong with the order, unless it is over.
  return after === undefined ? !isEnd(stage) : after > before
}

/** The order itself and its way through the statement say the same. */
function withoutRepeats(passages: readonly Passage[]): Passage[] {
  const seen = new Set<string>()
  return passages.filter(({ status, at }) => {
    const name = `${status} ${at}`
    return !seen.has(name) && seen.add(name)
  })
}
