import { type Random, below } from '@millrace/kernel'

/** Of 50 events one is a person, three are auctions and 46 are bids, in this order. */
export const EPOCH = { persons: 1, auctions: 3, events: 50 } as const

export const FIRST_PERSON = 1000
export const FIRST_AUCTION = 1000

/** Of so many, one is hot at a time. */
const HOT_BATCH = 100
const ACTIVE_PERSONS = 1000
const AUCTIONS_IN_FLIGHT = 100
/** Ids that are named before their person or auction has come. */
const LEAD = 10

/** Number of the last person that has come by event `event`, from 0. */
export function lastPerson(event: number): number {
  return Math.floor(event / EPOCH.events)
}

/** Number of the last auction that has come by event `event`, from 0; -1 before the first. */
export function lastAuction(event: number): number {
  const inEpoch = (event % EPOCH.events) - EPOCH.persons
  const before = Math.floor(event / EPOCH.events) * EPOCH.auctions
  return before + Math.min(inEpoch, EPOCH.auctions - 1)
}

/** A person that sells (`offset` 0) or bids (1): three times of four the hot one, else one that is active or soon comes. */
export function drawPerson(random: Random, event: number, offset: 0 | 1): number {
  const last = lastPerson(event)
  if (below(random, 4) > 0) return FIRST_PERSON + Math.floor(last / HOT_BATCH) * HOT_BATCH + offset
  const active = Math.min(last + 1, ACTIVE_PERSONS)
  return FIRST_PERSON + last + 1 - active + below(random, active + LEAD)
}

/** An auction to bid on: every second time the hot one, else one that is in flight or soon comes. */
export function drawAuction(random: Random, event: number): number {
  const last = lastAuction(event)
  if (below(random, 2) > 0) return FIRST_AUCTION + Math.floor(last / HOT_BATCH) * HOT_BATCH
  const least = Math.max(0, last - AUCTIONS_IN_FLIGHT)
  return FIRST_AUCTION + least + below(random, last - least + 1 + LEAD)
}
