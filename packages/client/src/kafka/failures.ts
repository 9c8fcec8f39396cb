import { Fault, Refusal, messageOf } from '@millrace/kernel'
import type { KafkaLibrary } from './library.ts'

/** Errors by Kafka's names (`NOT_COORDINATOR`), and whether asking again can help. */
export interface FailureNames {
  nameOf(errorCode: number): string
  retriable(name: string): boolean
  /** The name of anything that was thrown; `NETWORK` when the peer was not reached or went away. */
  nameOfThrown(thrown: unknown): string
}

const STALE_METADATA = new Set([
  'NETWORK',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'UNKNOWN_TOPIC_ID',
  'INCONSISTENT_TOPIC_ID',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'KAFKA_STORAGE_ERROR',
])
const FENCED = new Set(['PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'])
const COORDINATOR_MOVED = new Set(['NETWORK', 'NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE'])
const LOST_MEMBERSHIP = new Set([
  'UNKNOWN_MEMBER_ID',
  'ILLEGAL_GENERATION',
  'FENCED_INSTANCE_ID',
  'REBALANCE_IN_PROGRESS',
])

export const hasStaleMetadata = (name: string): boolean => STALE_METADATA.has(name)
export const isFenced = (name: string): boolean => FENCED.has(name)
export const coordinatorMoved = (name: string): boolean => COORDINATOR_MOVED.has(name)
export const lostMembership = (name: string): boolean => LOST_MEMBERSHIP.has(name)

export function failureNames({ protocolErrors, protocolErrorsCodesById }: KafkaLibrary): FailureNames {
  const nameOf = (code: number): string =>
    protocolErrorsCodesById[code] ?? (code === 0 ? 'NONE' : `UNKNOWN_ERROR_${code}`)
  return {
    nameOf,
    retriable: (name) => name === 'NETWORK' || (protocolErrors[name]?.canRetry ?? false),
    nameOfThrown: (thrown) => {
      const chain = causes(thrown)
      if (chain.some((each) => each.code === 'PLT_KFK_AUTHENTICATION')) return 'SASL_AUTHENTICATION_FAILED'
      const named = chain.find((each) => each.apiId !== undefined)
      if (named?.apiId !== undefined) return named.apiId
      if (chain.some((each) => each instanceof Refusal)) return 'REFUSED'
      if (chain.some((each) => each.code === 'PLT_KFK_USER')) return 'MISCONFIGURED'
      return chain.some((each) => each.code === 'PLT_KFK_NETWORK') ? 'NETWORK' : 'UNEXPECTED'
    },
  }
}

type Link = Error & { readonly code?: string; readonly apiId?: string }

/** The error, its causes and its parts, outermost first. */
function causes(thrown: unknown, depth = 0): Link[] {
  if (!(thrown instanceof Error) || depth > 8) return []
  const parts = thrown instanceof AggregateError ? thrown.errors : []
  return [thrown as Link, ...[...parts, thrown.cause].flatMap((each) => causes(each, depth + 1))]
}

/** What a caller gets when the brokers said no, or did not answer. */
export function kafkaFault(name: string, what: string, cause?: unknown): Fault {
  const reason = cause === undefined ? name : `${name}: ${innermost(cause)}`
  return new Fault(name, `${what}: ${reason}`, cause === undefined ? {} : { cause })
}

function innermost(thrown: unknown): string {
  const chain = causes(thrown)
  return messageOf(chain.at(-1) ?? thrown)
}
