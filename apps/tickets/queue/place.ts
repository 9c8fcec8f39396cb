import type { Estimate, Place, Sale } from '../contract/waiting-room.ts'
import { isHere } from './decide.ts'
import type { QueueModel } from './model.ts'
import { type Room, type Visitor, commitmentOf } from './room.ts'
import type { Statistics } from './statistics.ts'
import type { StockWatch } from './stock-watch.ts'

const POLL_NEAR_MS = 2000
const POLL_FAR_MS = 20_000
const NEAR_PLACES = 100
/** Nine of ten people wait no longer than this many times as long as the middle one. */
const SPREAD = 1.6

export interface RoomView {
  readonly model: QueueModel
  readonly statistics: Statistics
  readonly stock: StockWatch
  readonly now: () => number
  /** The token of somebody who is admitted. */
  readonly token: (visitor: Visitor) => string
}

const iso = (ms: number): string => new Date(ms).toISOString()

export function sizeOf(model: QueueModel): number {
  return model.count('early') + model.count('waiting')
}

/** 1 is next; 0 is admitted; -1 has none. */
export function positionOf(model: QueueModel, visitor: Visitor | undefined): number {
  if (visitor?.status === 'admitted') return 0
  const number = visitor?.status === 'waiting' ? model.numberOf(visitor) : undefined
  return number === undefined ? -1 : model.line.ahead(number) + 1
}

/** Where a session stands. */
export function placeOf(view: RoomView, sessionId: string): Place {
  const { model, stock } = view
  const visitor = model.visitors.get(sessionId)
  const position = positionOf(model, visitor)
  const ahead = Math.max(0, position - 1)
  const estimate = position > 0 ? estimateOf(view, position) : 'unknown'
  const number = visitor === undefined ? undefined : model.numberOf(visitor)
  return {
    sessionId,
    status: visitor?.status ?? 'unknown',
    position,
    size: sizeOf(model),
    waitTime: position === 0 ? 0 : typeof estimate === 'string' ? -1 : Math.ceil(estimate.p50 / 60_000),
    ahead,
    estimate,
    unlikely: position > 0 && ahead >= stock.stillToCome - model.count('admitted') + stock.openReservations,
    ...(number !== undefined && { number }),
    ...(visitor !== undefined && { joinedAt: iso(visitor.joinedAt) }),
    ...(visitor?.status === 'admitted' && tokenOf(view, visitor)),
    nextPollMs: isHere(visitor) && position > NEAR_PLACES ? POLL_FAR_MS : POLL_NEAR_MS,
  }
}

const tokenOf = ({ token }: RoomView, visitor: Visitor) => ({
  token: token(visitor),
  tokenExpiresAt: iso(visitor.tokenExpiresAt ?? 0),
})

/** People in front over people entering, less those who will not be there when it is their turn. */
function estimateOf({ model, statistics }: RoomView, position: number): Estimate {
  const { room } = model
  if (room.paused || room.closed) return 'paused'
  const perMinute = statistics.entering ?? room.rate
  if (perMinute <= 0) return 'unknown'
  const gone = model.count('lapsed') + model.count('abandoned')
  const noShow = gone / Math.max(1, gone + model.turns)
  const p50 = Math.round(((position * (1 - noShow)) / perMinute) * 60_000)
  return { p50, p90: Math.round(((position * SPREAD) / perMinute) * 60_000) + 1000 }
}

export function saleOf({ model, statistics, stock, now }: RoomView): Sale {
  const { room } = model
  const { entering } = statistics
  return {
    room: room.room,
    state: stateOf(room, stock),
    now: iso(now()),
    opensAt: iso(room.opensAt),
    commitment: commitmentOf(room.seed),
    ...(room.openedAt !== undefined && { seed: room.seed }),
    size: sizeOf(model),
    early: model.count('early'),
    waiting: model.count('waiting'),
    admittedTotal: model.turns,
    active: model.count('admitted'),
    rate: room.rate,
    maxActive: room.maxActive,
    finished: model.count('finished'),
    abandoned: model.count('abandoned'),
    lapsed: model.count('lapsed'),
    removed: model.count('removed'),
    refusedJoins: statistics.refusedJoins,
    repeatedJoins: statistics.repeatedJoins,
    ...(entering !== undefined && { entering: Math.round(entering) }),
    wait: statistics.wait,
    ...(room.message !== undefined && { message: room.message }),
  }
}

function stateOf(room: Room, stock: StockWatch): Sale['state'] {
  if (room.closed) return 'closed'
  if (room.openedAt === undefined) return 'before'
  if (stock.soldOut === 'final') return 'soldOut'
  if (room.paused) return 'paused'
  return room.draining ? 'draining' : 'open'
}
