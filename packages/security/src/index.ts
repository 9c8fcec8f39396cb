// What somebody may do
export { type Access, ANYBODY, NOBODY, unlimited } from './access/access.ts'
export {
  OPERATIONS,
  type Operation,
  RESOURCES,
  type Resource,
  type Scope,
  scopeText,
  scopesOf,
} from './scopes/scope.ts'

// Who there is
export { KINDS, type Kind, type Principal } from './principals/principal.ts'
export { type NewPrincipal, type OwnSecrets, Principals } from './principals/principals.ts'
export { type PrincipalJournal, memoryJournal } from './principals/journal.ts'
export { Tokens } from './tokens/tokens.ts'

// Who somebody is
export { Authority, type Denied, type Door, isDenied } from './logins/authority.ts'
export type { SaslExchange, SaslStep } from './sasl/exchange.ts'
export { saslMechanisms } from './sasl/mechanisms.ts'

// What was done
export { type AuditEntry, type AuditTrail, RecentAudit } from './audit/audit.ts'
