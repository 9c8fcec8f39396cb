import type { ProcessBuilder } from '@millrace/bpmn'
import type { CallName } from '@millrace/zeebe/testing'

/** What a case may do, one after the other; all cases do their first step, then all their second, and so on. */
export type Step =
  | { readonly kind: 'start'; readonly variables: object; readonly process?: string; readonly more?: object }
  /** Takes one job and says what became of it. Types are those of the drawing, without the prefix. */
  | { readonly kind: 'job'; readonly type: string; readonly end: (key: number) => readonly [CallName, object] }
  | { readonly kind: 'message'; readonly name: string; readonly key: string; readonly more: object }
  | { readonly kind: 'signal'; readonly name: string; readonly variables: object }
  /** Ten seconds pass, for all cases together. */
  | { readonly kind: 'time' }
  /** Resolves the incidents that are open. */
  | { readonly kind: 'resolve' }
  /** Any call; `$instance`, `$job`, `$element` and `$child` in it stand for the keys that came last. */
  | { readonly kind: 'call'; readonly name: CallName; readonly request: object }
  | { readonly kind: 'deploy'; readonly file: File }

export type File = ProcessBuilder | string

/** A small process, and what is done with it. `id` is the id of its process, and the prefix of every name in it. */
export interface Case {
  readonly files: readonly File[]
  readonly steps: readonly Step[]
}

export type Cases = Readonly<Record<string, (id: string) => Case>>

export const start = (variables: object = {}, process?: string): Step => ({
  kind: 'start',
  variables,
  ...(process === undefined ? {} : { process }),
})
export const complete = (type: string, variables: object = {}): Step => ({
  kind: 'job',
  type,
  end: (jobKey) => ['CompleteJob', { jobKey, variables: JSON.stringify(variables) }],
})
export const fail = (type: string, retries: number, errorMessage = 'no', variables: object = {}): Step => ({
  kind: 'job',
  type,
  end: (jobKey) => ['FailJob', { jobKey, retries, errorMessage, variables: JSON.stringify(variables) }],
})
export const throwError = (type: string, errorCode: string, variables: object = {}): Step => ({
  kind: 'job',
  type,
  end: (jobKey) => ['ThrowError', { jobKey, errorCode, errorMessage: 'm', variables: JSON.stringify(variables) }],
})
/** Takes a job and leaves it. */
export const take = (type: string): Step => ({
  kind: 'job',
  type,
  end: (jobKey) => ['UpdateJobTimeout', { jobKey, timeout: 3_600_000 }],
})
export const message = (name: string, key: string, variables: object = {}, more: object = {}): Step => ({
  kind: 'message',
  name,
  key,
  more: { timeToLive: 60_000, variables: JSON.stringify(variables), ...more },
})
export const signal = (name: string, variables: object = {}): Step => ({ kind: 'signal', name, variables })
export const call = (name: CallName, request: object): Step => ({ kind: 'call', name, request })
export const time: Step = { kind: 'time' }
export const resolve: Step = { kind: 'resolve' }
export const cancel = call('CancelProcessInstance', { processInstanceKey: '$instance' })
export const setVariables = (variables: object, elementInstanceKey = '$instance', local = false): Step =>
  call('SetVariables', { elementInstanceKey, variables: JSON.stringify(variables), local })

/** A case of one file that is started once. */
export const once = (file: File, variables: object = {}, ...steps: readonly Step[]): Case => ({
  files: [file],
  steps: [start(variables), ...steps],
})
