import { createHash, createHmac } from 'node:crypto'
import { hex, type Random } from '@millrace/kernel'
import type { PlaceStatus } from '../contract/waiting-room.ts'

/** The sale as the queue keeps it. */
export interface Room {
  /** Name of this sale; a reset makes another. */
  readonly room: string
  readonly seed: string
  readonly opensAt: number
  readonly openedAt?: number
  readonly paused: boolean
  readonly draining: boolean
  readonly closed: boolean
  /** Admissions per minute. */
  readonly rate: number
  readonly maxActive: number
  readonly message?: string
}

/** A person in the room. Times are ms since epoch. */
export interface Visitor {
  readonly sessionId: string
  /** Counts those who join, from 1. */
  readonly arrival: number
  readonly joinedAt: number
  /** Was there when the sale opened. */
  readonly early: boolean
  readonly status: Exclude<PlaceStatus, 'unknown'>
  readonly mock?: boolean
  /** Hash of an address or a device. */
  readonly client?: string
  readonly admittedAt?: number
  /** Counts admissions, from 1: their order. */
  readonly turn?: number
  readonly jti?: string
  readonly kid?: string
  readonly tokenExpiresAt?: number
  /** First look at the token. */
  readonly takenAt?: number
  readonly leftAt?: number
}

/** The public promise that the seed was chosen before anybody joined. */
export const commitmentOf = (seed: string): string => createHash('sha256').update(seed).digest('hex')

/** The order of those who came early: it depends on the seed and their ids alone, not on who was first. */
export function shuffledEarly(seed: string, sessionIds: readonly string[]): string[] {
  const drawn = sessionIds.map((sessionId) => ({
    sessionId,
    lot: createHmac('sha256', seed).update(sessionId).digest('hex'),
  }))
  drawn.sort((a, b) => (a.lot < b.lot ? -1 : a.lot > b.lot ? 1 : a.sessionId < b.sessionId ? -1 : 1))
  return drawn.map(({ sessionId }) => sessionId)
}

/** Another sale with a seed of its own; rate and limits stay as they were. */
export function newRoom(random: Random, opensAt: number, { rate, maxActive }: Pick<Room, 'rate' | 'maxActive'>): Room {
  const room = hex(random.bytes(6))
  const seed = hex(random.bytes(32))
  return { room, seed, opensAt, paused: false, draining: false, closed: false, rate, maxActive }
}
