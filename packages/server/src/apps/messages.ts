import type { Environment } from '@millrace/kernel'

/** What the thread of the systems is started with. */
export interface ThreadInput {
  readonly logLevel: string
  readonly services: readonly ServicePlan[]
}

/** One service and everything that it reads. */
export interface ServicePlan {
  readonly app: string
  readonly service: string
  readonly environment: Environment
}

export type FromThread =
  | { readonly kind: 'ready'; readonly urls: Readonly<Record<string, Readonly<Record<string, string>>>> }
  | { readonly kind: 'failed'; readonly app: string; readonly service: string; readonly message: string }
  | { readonly kind: 'stopped' }

export type ToThread = { readonly kind: 'stop' }
