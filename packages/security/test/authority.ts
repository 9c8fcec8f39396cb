import { type Clocks, seededRandom, systemClocks } from '@millrace/kernel'
import { Authority, Principals, RecentAudit, Tokens, memoryJournal } from '../src/index.ts'

/** An authority that keeps nothing; `now` is the time of tokens, ms. */
export function testAuthority(options: { readonly clocks?: Clocks; readonly now?: () => number } = {}) {
  const { clocks = systemClocks(), now = () => 1_000 } = options
  const parts = { entries: new Map<string, object>(), journal: memoryJournal, random: seededRandom(7), now }
  const audit = new RecentAudit()
  const principals = new Principals(parts)
  const tokens = new Tokens(parts)
  return { authority: new Authority({ principals, tokens, audit, clocks, random: parts.random }), audit }
}

export const door = { listener: 'kafka', from: '192.0.2.1' }
