import type { AppPage, Environment } from '@millrace/kernel'

/** What the thread of the systems is started with. */
export interface ThreadInput {
  readonly apps: readonly string[]
  readonly logLevel: string
}

/** What the platform has to know of a system; the rest stays in the thread. */
export interface AppManifest {
  readonly name: string
  readonly summary: string
  /** Name of the service whose page people open. */
  readonly front: string
  readonly pages: readonly AppPage[]
  /** Port that each service takes unless told otherwise. */
  readonly ports: Readonly<Record<string, number>>
  /** Variable that tells the others where a service is, where it is not `<NAME>_URL`. */
  readonly urlVariables: Readonly<Record<string, string>>
}

/** One service and everything that it reads. */
export interface ServicePlan {
  readonly app: string
  readonly service: string
  readonly environment: Environment
}

export type ServiceUrls = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface ServiceFailure {
  readonly app: string
  readonly service: string
  readonly message: string
}

export type FromThread =
  | { readonly kind: 'loaded'; readonly apps: readonly AppManifest[] }
  | ({ readonly kind: 'failed' } & ServiceFailure)
  | { readonly kind: 'ready'; readonly urls: ServiceUrls }

export type ToThread = { readonly kind: 'run'; readonly services: readonly ServicePlan[] } | { readonly kind: 'stop' }
