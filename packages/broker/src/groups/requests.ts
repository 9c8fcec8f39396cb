/** What a group is asked, and what it answers: the words of the transitions, without any wire format. */
import type { Protocol, Ticket } from './group.ts'

/** Kafka's error names that a group answers with. */
export type GroupError =
  | 'NONE'
  | 'COORDINATOR_NOT_AVAILABLE'
  | 'FENCED_INSTANCE_ID'
  | 'GROUP_MAX_SIZE_REACHED'
  | 'ILLEGAL_GENERATION'
  | 'INCONSISTENT_GROUP_PROTOCOL'
  | 'INVALID_GROUP_ID'
  | 'INVALID_SESSION_TIMEOUT'
  | 'MEMBER_ID_REQUIRED'
  | 'REBALANCE_IN_PROGRESS'
  | 'UNKNOWN_MEMBER_ID'
  | 'UNKNOWN_SERVER_ERROR'

/** Who asks. `memberId` is empty when it has none yet. */
export interface Identity {
  readonly memberId: string
  readonly instanceId: string | undefined
}

export interface JoinRequest extends Identity {
  readonly groupId: string
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocolType: string
  readonly protocols: readonly Protocol[]
  /** The client knows MEMBER_ID_REQUIRED (JoinGroup v4, KIP-394). */
  readonly knowsMemberIdRequired: boolean
  /** The client knows `skipAssignment` (JoinGroup v9, KIP-814). */
  readonly knowsSkipAssignment: boolean
}

export interface SyncRequest extends Identity {
  readonly groupId: string
  readonly generation: number
  readonly protocolType: string | undefined
  readonly protocolName: string | undefined
  readonly assignments: readonly { readonly memberId: string; readonly assignment: Buffer }[]
}

export interface HeartbeatRequest extends Identity {
  readonly groupId: string
  readonly generation: number
}

export interface LeaveRequest {
  readonly groupId: string
  readonly members: readonly Identity[]
}

/** Everything that a group can be told. Requests carry the number under which their answer is awaited. */
export type GroupEvent =
  | { readonly kind: 'join'; readonly ticket: Ticket; readonly request: JoinRequest; readonly newMemberId: string }
  | { readonly kind: 'sync'; readonly ticket: Ticket; readonly request: SyncRequest }
  | { readonly kind: 'heartbeat'; readonly ticket: Ticket; readonly request: HeartbeatRequest }
  | { readonly kind: 'leave'; readonly ticket: Ticket; readonly request: LeaveRequest }
  /** A member has committed offsets, which keeps its session alive. */
  | { readonly kind: 'committed'; readonly memberId: string }
  | { readonly kind: 'session-due'; readonly memberId: string }
  | { readonly kind: 'join-due' }
  | { readonly kind: 'sync-due' }
  /** The group has been read back from the log. */
  | { readonly kind: 'loaded' }
  | { readonly kind: 'deleted' }

export interface JoinReply {
  readonly error: GroupError
  readonly memberId: string
  readonly generation: number
  readonly protocolType: string | undefined
  readonly protocolName: string | undefined
  readonly leader: string
  readonly skipAssignment: boolean
  /** For the leader only. */
  readonly members: readonly JoinedMember[]
}

export interface JoinedMember {
  readonly memberId: string
  readonly instanceId: string | undefined
  readonly metadata: Buffer
}

export interface SyncReply {
  readonly error: GroupError
  readonly protocolType: string | undefined
  readonly protocolName: string | undefined
  readonly assignment: Buffer
}

export interface HeartbeatReply {
  readonly error: GroupError
}

export interface LeaveReply {
  readonly error: GroupError
  readonly members: readonly (Identity & { readonly error: GroupError })[]
}

export type GroupReply = JoinReply | SyncReply | HeartbeatReply | LeaveReply

export function joinFailed(error: GroupError, memberId: string): JoinReply {
  return {
    error,
    memberId,
    generation: -1,
    protocolType: undefined,
    protocolName: undefined,
    leader: '',
    skipAssignment: false,
    members: [],
  }
}

export function syncFailed(error: GroupError): SyncReply {
  return { error, protocolType: undefined, protocolName: undefined, assignment: Buffer.alloc(0) }
}
