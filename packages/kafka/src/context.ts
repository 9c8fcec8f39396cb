import type { Broker } from '@millrace/broker'
import type { Clocks, LogPort } from '@millrace/kernel'
import type { Access } from '@millrace/security'
import type { Login } from './sasl/login.ts'
import type { FaultReport } from './server/fault-report.ts'

/** What a handler knows of the request besides the message, and what it may use. */
export interface RequestContext {
  readonly broker: Broker
  readonly clocks: Clocks
  readonly log: LogPort
  /** Hears of every fault that becomes an error code of a partition. */
  readonly faults: Pick<FaultReport, 'tell'>
  readonly connection: ConnectionInfo
  readonly header: RequestHeader
  /** How far the connection has come with its login. */
  readonly login: Pick<Login, 'handshake' | 'authenticate'>
  /** Who asks, and what he may do; everybody everything where nobody has to log in. */
  readonly access: Access
  /** Aborted when the connection closes or the server stops: long polls and joins end then. */
  readonly signal: AbortSignal
  /** Where this broker tells the client to connect: what was configured, else the address that it did connect to. */
  readonly advertised: Address
  /** The API keys that are served, as ApiVersions tells them. */
  readonly apis: readonly ServedApi[]
  /** Bytes that the response should stay below: the memory that unread responses may take, overall, is bounded. */
  readonly responseBytesMost: number
  /** For how long the client is asked to hold back; the response says so by itself. */
  readonly throttleTimeMs: number
}

export interface Address {
  readonly host: string
  readonly port: number
}

export interface ConnectionInfo {
  /** Counts up from 1 for the life of the server. */
  readonly id: number
  /** Address and port of the client, and of the socket it connected to. */
  readonly remote: Address
  readonly local: Address
}

export interface RequestHeader {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
}

export interface ServedApi {
  readonly key: number
  readonly name: string
  /** The versions that are advertised. */
  readonly from: number
  readonly to: number
}
