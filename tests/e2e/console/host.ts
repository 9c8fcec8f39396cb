import { type AppLink, type PlatformStats, consolePlugin } from '@millrace/console'
import { VirtualClock, systemClocks } from '@millrace/kernel'
import { type Platform, startPlatform } from '@millrace/testkit'
import fastify from 'fastify'

export const token = 'e2e0e2e0e2e0e2e0e2e0e2e0e2e0e2e0'

export interface ConsoleHost {
  url: string
  kafka: string
  stop: () => Promise<void>
}

/**
 * The console in front of the platform's Kafka, or of the Kafka that `E2E_KAFKA` names (host:port): the same suite on
 * both. What the platform's server gives it besides (figures, apps, a virtual clock) is fixed here, so that screenshots
 * of two runs are alike.
 */
export async function startConsoleHost(): Promise<ConsoleHost> {
  const foreign = process.env['E2E_KAFKA']
  const platform: Platform | undefined = foreign === undefined ? await startPlatform() : undefined
  const kafka = foreign ?? platform?.ready.kafka ?? ''
  const server = fastify()
  const clock = new VirtualClock({ start: Date.UTC(2026, 10, 21, 12, 0, 0) })
  server.get('/v1/clock', () => ({ mode: 'virtual', now: clock.now() }))
  server.post<{ Body: { ms: number } }>('/v1/clock/advance', (request) =>
    clock.advance(request.body.ms).then(() => ({ mode: 'virtual', now: clock.now() })),
  )
  await server.register(consolePlugin, {
    kafka: { bootstrapBrokers: [kafka] },
    token,
    clocks: systemClocks(),
    stats,
    apps,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    kafka,
    stop: async () => {
      await server.close()
      await platform?.remove()
    },
  }
}

function stats(): PlatformStats {
  const now = Date.now()
  return {
    name: 'Millrace',
    version: '0.1.0',
    startedAt: now - 3 * 3_600_000,
    now,
    clock: 'virtual',
    dataDirectory: '.data',
    problems: [],
    recordsInPerSecond: 42,
    recordsOutPerSecond: 126,
    residentBytes: 142_000_000,
    eventLoopDelayP99Ms: 1.8,
    kafkaConnections: 11,
    diskBytes: 48_300_000,
  }
}

function apps(): AppLink[] {
  return [
    {
      name: 'store',
      title: 'Store',
      pages: [{ title: 'Dashboard', url: 'http://127.0.0.1:9999/' }],
      state: 'up',
      detail: 'products, customers, purchases',
    },
    { name: 'pizza', title: 'Pizza', pages: [{ title: 'Shop', url: 'http://127.0.0.1:8000/' }], state: 'starting' },
    { name: 'orders', title: 'Orders', pages: [], state: 'down', detail: 'stopped by its operator' },
  ]
}
