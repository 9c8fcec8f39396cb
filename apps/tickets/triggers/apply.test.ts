import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { waitFor } from '@millrace/testkit'
import { afterEach, expect, it } from 'vitest'
import { startQueue } from '../queue/service.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Answers PUT with the statuses in turn, and then 200. */
async function brokers(statuses: number[]) {
  const put: string[] = []
  const server = createServer((request, response) => {
    const status = statuses.shift() ?? 200
    if (status === 200) put.push(request.url?.split('/').at(-1) ?? '')
    request.resume().on('end', () => response.writeHead(status).end())
  })
  closing.push(() => server.close())
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, put }
}

it('says that a service is not ready before every one of its triggers is in force', async () => {
  const clocks = virtualClocks(0)
  const { url, put } = await brokers([200, 503])
  const service = await startQueue({ PORT: '0', EVENTS_URL: url }, { clocks, random: seededRandom(1), log })
  closing.push(() => service.stop())
  const ready = () => fetch(`${service.urls['http']}/health/ready`)
  const missing = async () => ((await (await ready()).json()) as { missing?: { triggers?: string } }).missing?.triggers
  await waitFor(async () => (await missing())?.includes('503'), { what: 'what is missing' })
  expect((await ready()).status).toBe(503)
  clocks.liveness.advance(1000)
  await waitFor(async () => (await ready()).ok, { what: 'the service to be ready' })
  expect(put.slice(1)).toEqual(['queue-join-trigger', 'queue-abandon-trigger', 'queue-finished-trigger'])
})
