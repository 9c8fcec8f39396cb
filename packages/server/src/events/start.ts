import type { Socket } from 'node:net'
import type { Broker } from '@millrace/broker'
import type { Clocks } from '@millrace/kernel'
import type { Config } from '../config/config.ts'
import type { PlatformPorts } from '../platform/options.ts'
import { eventsNeeds } from '../security/needs.ts'
import type { Security } from '../security/start.ts'

export interface EventsPart {
  /** `http://host:port` of the CloudEvents ingress and its API. */
  readonly url: string
  readonly accept: (socket: Socket) => void
  /** Resolves when nothing is left to deliver now. */
  idle(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts brokers, triggers and their ingress. A secret that a resource names is the variable `MILLRACE_SECRET_<NAME>`.
 */
export async function startEvents(
  config: Config,
  ports: PlatformPorts & { readonly clocks: Clocks },
  broker: Broker,
  security: Security,
): Promise<EventsPart> {
  const [{ Events, httpSender, networkGuard }, { startKnative }] = await Promise.all([
    import('@millrace/events'),
    import('@millrace/knative'),
  ])
  const { clocks, random, log, environment } = ports
  const sender = httpSender({ clock: clocks.liveness, guard: networkGuard(config.eventsAllow) })
  const events = await Events.open({ broker, clocks, random, log, send: sender.send })
  const server = await startKnative({
    events,
    clocks,
    log,
    host: config.host,
    port: config.events,
    guard: security.guard({ listener: 'events', needs: eventsNeeds }),
    triggers: config.triggers,
    defaultBroker: true,
    secret: (name) => environment[`MILLRACE_SECRET_${name.replaceAll('-', '_').toUpperCase()}`],
  })
  return {
    url: server.url,
    accept: server.accept,
    idle: () => events.idle(),
    stop: async () => {
      await server.stop()
      sender.close()
    },
  }
}
