import { Refusal } from './errors.ts'

/** A limit with its unit in its name: what is counted, and how much of it may be. */
export interface Limit {
  /** Ends in its unit: `frameBytes`, `connectionCount`, `sessionTimeoutMs`. */
  readonly name: string
  readonly most: number
}

/**
 * @throws Refusal LIMIT_EXCEEDED with the limit's name, its value and what was asked for.
 */
export function within(limit: Limit, asked: number): number {
  if (asked > limit.most) {
    throw new Refusal('LIMIT_EXCEEDED', `${limit.name} is limited to ${limit.most}, and ${asked} was asked for`)
  }
  return asked
}
