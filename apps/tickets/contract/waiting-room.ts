import { z } from 'zod'

/**
 * `early`: joined before the sale; `waiting`; `admitted`: has or may fetch a token; `finished`: has bought; the others
 * have left. `unknown` never joined (position -1, as the original says it).
 */
export const placeStatuses = [
  'early',
  'waiting',
  'admitted',
  'finished',
  'abandoned',
  'lapsed',
  'removed',
  'unknown',
] as const
export type PlaceStatus = (typeof placeStatuses)[number]

/** ms, half of the people wait no longer than `p50`, nine tenths no longer than `p90`. */
export type Estimate = { readonly p50: number; readonly p90: number } | 'unknown' | 'paused'

/** `GET queue /{sessionId}` and the answer to `POST queue /join`: 200 for whoever asks; asking keeps the place. */
export interface Place {
  readonly sessionId: string
  readonly status: PlaceStatus
  /** 1 is next, 0 is admitted; before the sale and for those who left -1. */
  readonly position: number
  /** People waiting in all. */
  readonly size: number
  /** Whole minutes, as the original has it; -1 when nobody knows. */
  readonly waitTime: number
  /** Waiting people in front. */
  readonly ahead: number
  readonly estimate: Estimate
  /** More people in front than tickets that may still come. */
  readonly unlikely: boolean
  /** Order in which people are served, from the counter or from the shuffle; known once the sale is open. */
  readonly number?: number
  readonly joinedAt?: string
  /** A JWT (EdDSA): send it as `authorization: Bearer <token>` to tickets. Only while `admitted`. */
  readonly token?: string
  readonly tokenExpiresAt?: string
  /** Ask again after this long; with a jitter. */
  readonly nextPollMs: number
}

export const saleStates = ['before', 'open', 'paused', 'draining', 'closed', 'soldOut'] as const
export type SaleState = (typeof saleStates)[number]

/** `GET queue /sale`: one cheap answer for all pages. */
export interface Sale {
  readonly room: string
  readonly state: SaleState
  readonly now: string
  readonly opensAt: string
  /** SHA-256 of the seed (hex), known before the sale. */
  readonly commitment: string
  /** Published when the sale opens: those who came early are ordered by HMAC-SHA-256(seed, sessionId). */
  readonly seed?: string
  readonly size: number
  readonly early: number
  readonly waiting: number
  /** Admissions since the start; grows only. */
  readonly admittedTotal: number
  /** Holders of a token that is in force. */
  readonly active: number
  /** Admissions per minute. */
  readonly rate: number
  readonly maxActive: number
  readonly finished: number
  readonly abandoned: number
  readonly lapsed: number
  readonly removed: number
  /** Joins that were refused: bots. */
  readonly refusedJoins: number
  readonly repeatedJoins: number
  /** Admissions per minute of late, smoothed; undefined below ten. */
  readonly entering?: number
  /** Waiting times of those who were admitted, ms. */
  readonly wait: { readonly p50: number; readonly p95: number } | 'unknown'
  /** What operators told the people who wait. */
  readonly message?: string
}

/** `POST queue /operator/settings`: each member is optional. */
export const roomSettings = z.object({
  /** Admissions per minute. */
  rate: z.int().min(0).max(1_000_000).optional(),
  maxActive: z.int().min(0).max(1_000_000).optional(),
  /** Only before the sale. */
  opensAt: z.iso.datetime({ offset: true }).optional(),
  message: z.string().max(500).optional(),
})

/** One line of `GET queue /operator/audit`. */
export interface AuditEntry {
  readonly at: string
  readonly who: string
  readonly what: string
  readonly before?: unknown
  readonly after?: unknown
}
