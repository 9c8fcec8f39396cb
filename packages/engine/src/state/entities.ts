import type { ExecutableProcess } from '@millrace/bpmn'
import type { Json, JsonObject } from '../records/schema.ts'
import type { ValueOf } from '../records/record.ts'

/** A file that was deployed. */
export interface Resource {
  readonly name: string
  readonly checksum: string
  readonly content: Uint8Array
  readonly deploymentKey: number
}

/** One version of one process. */
export interface Definition {
  readonly key: number
  readonly bpmnProcessId: string
  readonly version: number
  readonly versionTag: string
  readonly resourceName: string
  readonly resourceKey: number
  readonly checksum: string
  readonly place: number
  readonly deploymentKey: number
  readonly tenantId: string
  /** Its instances run to their end; no new one starts. */
  readonly deleted: boolean
}

/** A definition with its compiled process. */
export interface RunnableDefinition extends Definition {
  readonly graph: ExecutableProcess
}

export type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'BACKING_OFF' | 'ERROR_THROWN'

export interface Job {
  readonly state: JobState
  readonly type: string
  readonly elementInstanceKey: number
  readonly processInstanceKey: number
  readonly elementId: string
  readonly retries: number
  readonly worker: string
  readonly deadline: number
  readonly retryAt: number
  readonly errorCode: string
  readonly errorMessage: string
  readonly customHeaders: JsonObject
  readonly incidentKey: number
}

export type Incident = ValueOf<'INCIDENT'>
export type TimerEntry = ValueOf<'TIMER'>
export interface Message extends ValueOf<'MESSAGE'> {
  /** Process ids that it has reached: each gets it once, whatever the version. */
  readonly correlatedTo: string[]
}
export type MessageSubscription = ValueOf<'PROCESS_MESSAGE_SUBSCRIPTION'>
export type MessageStartSubscription = ValueOf<'MESSAGE_START_EVENT_SUBSCRIPTION'>
export type SignalSubscription = ValueOf<'SIGNAL_SUBSCRIPTION'>

/** Work that waits for its next turn. */
export interface SuspendedTurn {
  readonly commands: Json
}
