import type { Clocks } from '../time/clock.ts'
import type { Random } from '../random.ts'

/** Variables as a process gets them; a service reads its configuration from here and nowhere else. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One line of structured log. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What the outside lends to a service. */
export interface ServicePorts {
  readonly clocks: Clocks
  readonly random: Random
  readonly log: Log
}

/** A service that runs. */
export interface RunningService {
  /** Where its listeners answer, by name: `{ http: "http://127.0.0.1:9995" }`. */
  readonly urls: Readonly<Record<string, string>>
  /** Takes no new work, finishes what is under way, releases everything. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * A service: no module state, no `process`, no wall clock, so that two run side by side in one process. Resolves when
 * it answers. `main.ts` is a shell around it.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export type StartService = (environment: Environment, ports: ServicePorts) => Promise<RunningService>
