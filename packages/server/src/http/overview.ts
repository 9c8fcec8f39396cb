import type { AppLink, ConsoleOptions, PlatformStats } from '@millrace/console'
import type { HttpInput } from './server.ts'
import { packageVersion } from '../config/version.ts'

/** What the console's overview shows of the platform that serves it. */
export function overviewOf(
  input: HttpInput,
  metrics: { readonly eventLoopDelayMs: () => number },
): Pick<ConsoleOptions, 'stats' | 'apps'> {
  const { clock, config, kafka, log, ports } = input
  const startedAt = ports.clocks.domain.now()
  return {
    stats: (): PlatformStats => ({
      name: 'Millrace',
      version: packageVersion,
      startedAt,
      now: clock.now(),
      clock: clock.mode,
      dataDirectory: config.data,
      problems: input.apps.failures.map((failure) => `${failure.app} ${failure.service}: ${failure.message}`),
      residentBytes: process.memoryUsage.rss(),
      eventLoopDelayP99Ms: metrics.eventLoopDelayMs(),
      kafkaConnections: kafka.stats().connections,
      diskBytes: log.stats().bytesOnDisk,
    }),
    apps: () => appLinks(input),
  }
}

function appLinks(input: HttpInput): readonly AppLink[] {
  const { apps } = input
  return apps.apps.map((app) => {
    const urls = apps.urls[app.name] ?? {}
    const url = apps.frontOf(app)
    const failed = apps.failures.find((failure) => failure.app === app.name)
    return {
      name: app.name,
      title: app.summary,
      pages: app.pages.flatMap(({ title, service, path }) => {
        const base = urls[service]
        return base === undefined ? [] : [{ title, url: base + path }]
      }),
      state: failed !== undefined ? ('down' as const) : url === undefined ? ('starting' as const) : ('up' as const),
      ...(failed === undefined ? {} : { detail: `${failed.service}: ${failed.message}` }),
    }
  })
}
