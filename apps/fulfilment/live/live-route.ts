import { LiveStreams } from '@millrace/client/http'
import type { ServicePorts } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import type { Changes } from './changes.ts'

/**
 * `GET {path}`: server-sent events, `changed { now }` whenever something may look different, and `beat { now }`.
 * Gives what ends the streams.
 */
export function liveRoute(app: FastifyInstance, path: string, changes: Changes, ports: ServicePorts): () => void {
  const live = new LiveStreams(ports.clocks)
  const now = (): string => new Date(ports.clocks.domain.now()).toISOString()
  app.get(path, (_, reply) => live.open(reply, (send) => changes.listen(() => send('changed', { now: now() }))))
  return () => live.close()
}
