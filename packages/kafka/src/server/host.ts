import type { Broker } from '@millrace/broker'
import type { Clocks, LogPort } from '@millrace/kernel'
import type { Address, RequestContext } from '../context.ts'
import type { Authentication } from '../sasl/login.ts'
import type { Connection } from './connection.ts'
import type { Dispatch } from './dispatch.ts'
import type { FaultReport } from './fault-report.ts'
import type { MemoryUse, ServerLimits } from './limits.ts'

/**
 * The hook for quotas: given a request and its size, for how long (ms) its client should hold back. The response tells
 * it so, where its version has the field (KIP-219).
 */
export type Throttle = (context: RequestContext, requestBytes: number) => number

/** What a connection has from its server. */
export interface ConnectionHost {
  readonly broker: Broker
  readonly clocks: Clocks
  readonly log: LogPort
  readonly faults: FaultReport
  readonly limits: ServerLimits
  readonly memory: MemoryUse
  readonly dispatch: Dispatch
  /** Undefined: clients are told the address that they connected to. */
  readonly advertise: Address | undefined
  readonly throttle: Throttle | undefined
  /** Undefined: nobody has to log in. */
  readonly authentication: Authentication | undefined
  closed(connection: Connection): void
}
