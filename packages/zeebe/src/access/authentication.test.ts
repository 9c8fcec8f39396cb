import { Client, Metadata, credentials } from '@grpc/grpc-js'
import { openEngine } from '@millrace/engine'
import { seededRandom, systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { Authority, Principals, RecentAudit, Tokens, memoryJournal } from '@millrace/security'
import { expect, it } from 'vitest'
import { HealthCheckRequest, HealthCheckResponse } from '../proto/resources.ts'
import { startZeebeServer } from '../server.ts'
import { authentication } from './authentication.ts'

const clocks = systemClocks()

function emptyAuthority(): Authority {
  const random = seededRandom(5)
  const parts = { entries: new Map<string, object>(), journal: memoryJournal, random, now: () => 1 }
  const audit = new RecentAudit()
  return new Authority({ principals: new Principals(parts), tokens: new Tokens(parts), audit, clocks, random })
}

it('allows nothing to a call whose caller it has not looked at', () => {
  const caller = authentication(emptyAuthority()).callers(new Metadata())
  expect(caller.isValid()).toBe(false)
  expect(caller.allows('processes', 'order', 'read')).toBe(false)
  expect(caller.allowsAny('processes', 'read')).toBe(false)
})

it('lets everybody watch the health', async () => {
  const engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  const server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0, authority: emptyAuthority() })
  const client = new Client(`127.0.0.1:${server.address.port}`, credentials.createInsecure())
  const watch = client.makeServerStreamRequest(
    '/grpc.health.v1.Health/Watch',
    (request: { service: string }) => HealthCheckRequest.encode(request),
    (bytes) => HealthCheckResponse.decode(bytes),
    { service: '' },
  )
  watch.on('error', () => undefined)
  const first = await new Promise((resolve) => watch.once('data', resolve).once('end', () => resolve('ended')))
  expect(first).toEqual({ status: 1 })
  watch.cancel()
  client.close()
  await server.stop()
  await engine.close()
})
