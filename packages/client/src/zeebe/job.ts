import type { Message } from './gateway.ts'
import { readVariables, type Variables } from './variables.ts'

/** A job that was activated for this worker. Keys are int64 as text. */
export interface Job {
  readonly key: string
  readonly type: string
  readonly processInstanceKey: string
  readonly processId: string
  readonly processDefinitionKey: string
  readonly processVersion: number
  readonly elementId: string
  readonly elementInstanceKey: string
  /** The task headers of the model. */
  readonly headers: Readonly<Record<string, string>>
  readonly variables: Variables
  readonly retries: number
  /** Until when nobody else gets it, ms since epoch by the gateway's clock. */
  readonly deadline: number
}

/** What became of a job. */
export type JobOutcome =
  | { readonly kind: 'completed'; readonly variables?: Variables }
  /** Somebody else settles it (`completeJob`); it is given out again when its time is over. */
  | { readonly kind: 'left' }
  /** 0 retries raise an incident. */
  | {
      readonly kind: 'failed'
      readonly retries: number
      readonly message: string
      readonly backoffMs?: number
      /** Local to the job's element: the next attempt sees them. */
      readonly variables?: Variables
    }
  /** A business error, which a boundary or event subprocess of the model may catch. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly variables?: Variables }

export function readJob(message: Message): Job {
  return {
    key: message['key'] as string,
    type: message['type'] as string,
    processInstanceKey: message['processInstanceKey'] as string,
    processId: message['bpmnProcessId'] as string,
    processDefinitionKey: message['processDefinitionKey'] as string,
    processVersion: message['processDefinitionVersion'] as number,
    elementId: message['elementId'] as string,
    elementInstanceKey: message['elementInstanceKey'] as string,
    headers: readVariables(message['customHeaders']) as Readonly<Record<string, string>>,
    variables: readVariables(message['variables']),
    retries: message['retries'] as number,
    deadline: Number(message['deadline']),
  }
}
