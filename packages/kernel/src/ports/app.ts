import type { ServicePorts, StartService } from './service.ts'

/** One service of a system, as the platform starts it. */
export interface AppService {
  readonly start: StartService
  /** Port that the service takes unless told otherwise: the original's. */
  readonly port: number
  /** Variable that tells the others of its system where it is; `<NAME>_URL` unless told otherwise. */
  readonly urlVariable?: string
}

/** Where a demo finds a running system. */
export interface DemoTarget {
  /** Kafka's bootstrap servers, `host:port`. */
  readonly brokers: string
  /** URL of each service, by name. */
  readonly urls: Readonly<Record<string, string>>
  /** Base URL of the mail inbox's API (`GET /v1/inbox`). */
  readonly inbox?: string
  /** `host:port` of the process engine's gateway. */
  readonly zeebe?: string
  /** Base URL of the platform's virtual clock (`POST /v1/clock/advance`); for a demo that asked for one. */
  readonly clock?: string
  readonly ports: ServicePorts
  /** Writes one line for the reader. */
  readonly print: (line: string) => void
}

/** A page that people open: at a path of one of the system's services. */
export interface AppPage {
  readonly title: string
  readonly service: string
  readonly path: string
}

/** A complete system: its services by name, in the order in which they start. */
export interface AppDefinition {
  readonly name: string
  /** One sentence for the overview. */
  readonly summary: string
  /** Name of the service whose page people open. */
  readonly front: string
  /** All its pages that need nothing but an address, the front's first. */
  readonly pages: readonly AppPage[]
  readonly services: Readonly<Record<string, AppService>>
  /** Topics that its people create where its services run alone. */
  readonly neededTopics?: readonly string[]
  /** A journey through the system that prints only what was returned by others; rejects when a step fails. */
  readonly demo: (target: DemoTarget) => Promise<void>
  /** The clock of the platform that the demo starts; `system` without it. */
  readonly demoClock?: 'virtual'
}
