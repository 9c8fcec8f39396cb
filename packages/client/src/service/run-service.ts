import {
  Fault,
  Refusal,
  messageOf,
  systemRandom,
  type Environment,
  type LogPort,
  type RunningService,
  type StartService,
} from '@millrace/kernel'
import { z } from 'zod'
import { platformClock } from '../clock/platform-clock.ts'
import { configuration } from '../config/configuration.ts'
import { logLevels, serviceLog, type LogLevel } from './logger.ts'

const EXIT = { stopped: 0, failed: 1, misconfigured: 2, hung: 3 } as const
const STOP_LIMIT_MS = 30_000

const schema = z.object({
  LOG_LEVEL: z
    .string()
    .refine((level) => logLevels.includes(level), `one of ${logLevels.join(', ')}`)
    .default('info'),
})

/** The part of `process` that a service's shell needs. */
export interface Host {
  readonly env: Environment
  exit(code: number): void
  on(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (reason: unknown) => void): unknown
  readonly stdout: { write(text: string): unknown }
}

/**
 * The shell of a `main.ts`: `await runService(start, 'products')`. Reads the environment, starts the service with the
 * platform's clock, prints one line with its addresses on stdout when it answers, and stops it on SIGTERM or SIGINT; a
 * second signal ends it at once.
 *
 * Exit codes: 0 stopped; 1 it could not start, or failed; 2 its configuration is wrong; 3 it did not stop within 30 s.
 */
export async function runService(start: StartService, name: string, host: Host = process): Promise<void> {
  let log: LogPort = serviceLog(name)
  try {
    const { LOG_LEVEL: level } = configuration(schema, host.env)
    log = serviceLog(name, level as LogLevel)
    host.on('uncaughtException', (error) => fail(host, log, 'failed', error))
    host.on('unhandledRejection', (error) => fail(host, log, 'failed', error))
    const clocks = await platformClock(host.env)
    const service = await start(host.env, { clocks, random: systemRandom, log })
    stopOnSignal(host, log, service, () => clocks.close())
    const addresses = Object.entries(service.urls).map(([part, url]) => (part === 'http' ? url : `${part} ${url}`))
    host.stdout.write(`${name} ready ${addresses.join(' ')}\n`)
    log.info({ urls: service.urls }, 'ready')
  } catch (error) {
    const misconfigured = error instanceof Refusal && error.code === 'INVALID_CONFIGURATION'
    fail(host, log, misconfigured ? 'misconfigured' : 'failed', error)
  }
}

function stopOnSignal(host: Host, log: LogPort, service: RunningService, after: () => void): void {
  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) {
      host.exit(EXIT.hung)
      return
    }
    stopping = true
    log.info({ signal }, 'stopping')
    void end(host, log, service, after)
  }
  host.on('SIGTERM', () => stop('SIGTERM'))
  host.on('SIGINT', () => stop('SIGINT'))
}

async function end(host: Host, log: LogPort, service: RunningService, after: () => void): Promise<void> {
  const late = new Fault('STOP_TIMEOUT', `the service did not stop within ${STOP_LIMIT_MS} ms`)
  try {
    const limit = AbortSignal.timeout(STOP_LIMIT_MS)
    const tooLate = new Promise<never>((_resolve, reject) => limit.addEventListener('abort', () => reject(late)))
    await Promise.race([service.stop(), tooLate])
    after()
    log.info({}, 'stopped')
    host.exit(EXIT.stopped)
  } catch (error) {
    fail(host, log, error === late ? 'hung' : 'failed', error)
  }
}

function fail(host: Host, log: LogPort, how: keyof typeof EXIT, error: unknown): void {
  const code = error instanceof Refusal || error instanceof Fault ? error.code : undefined
  const bug = code === undefined && error instanceof Error
  log.error({ how, ...(code !== undefined && { code }), ...(bug && { stack: error.stack }) }, messageOf(error))
  host.exit(EXIT[how])
}
