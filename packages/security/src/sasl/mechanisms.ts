import type { Random } from '@millrace/kernel'
import type { Authority, Door } from '../logins/authority.ts'
import type { SaslExchange } from './exchange.ts'
import { plainExchange } from './plain.ts'
import { scramExchange } from './scram-exchange.ts'

type Begin = (authority: Authority, door: Door, random: Random) => SaslExchange

/** The ways to log in by SASL, by name. */
export const saslMechanisms: Readonly<Record<string, Begin>> = {
  PLAIN: plainExchange,
  'SCRAM-SHA-256': (authority, door, random) => scramExchange('SCRAM-SHA-256', authority, door, random),
  'SCRAM-SHA-512': (authority, door, random) => scramExchange('SCRAM-SHA-512', authority, door, random),
}
