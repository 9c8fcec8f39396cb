import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeWhole, encodeWhole, filled, systemClocks } from '@millrace/kernel'
import { afterEach, expect, it } from 'vitest'
import { RawClient, framed, requestBody } from '../../test/raw-client.ts'
import { type Handler, handler } from '../handler.ts'
import { apiVersions } from '../handlers/18-api-versions.ts'
import { Fetch, Heartbeat, type HeartbeatRequest, Produce } from '../messages/index.ts'
import type { Throttle } from './host.ts'
import type { ServerLimits } from './limits.ts'
import { type KafkaServer, startKafkaServer } from './listener.ts'

const FETCH_BYTES = 300_000

/** Heartbeat waits `generationId` ms; Produce waits `timeoutMs` ms; Fetch gives a large record set. */
const running = { now: 0, most: 0, aborted: 0, fetches: 0 }
const stand: Handler[] = [
  apiVersions,
  handler(Heartbeat, [0, 4], async (request: HeartbeatRequest, context) => {
    await track(sleep(request.generationId, undefined, { signal: context.signal }).catch(() => running.aborted++))
    return { errorCode: request.generationId }
  }),
  handler(
    Produce,
    [3, 11],
    async (request) => {
      await track(sleep(request.timeoutMs))
      return request.acks === 0 ? undefined : { responses: [] }
    },
    { pipelined: true },
  ),
  handler(Fetch, [4, 11], () => {
    running.fetches++
    const records = Buffer.alloc(FETCH_BYTES)
    const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 0, abortedTransactions: null, records }
    return { responses: [{ topic: 't', partitions: [partition] }] }
  }),
]

async function track(work: Promise<unknown>): Promise<void> {
  running.most = Math.max(running.most, ++running.now)
  await work
  running.now--
}

const lines: { code?: string; level: string; message: string }[] = []
const note = (level: string) => (fields: object, message: string) => void lines.push({ ...fields, level, message })
const log = { debug: () => undefined, info: note('info'), warn: note('warn'), error: note('error') }
let server: KafkaServer

async function start(limits: Partial<ServerLimits> = {}, throttle?: Throttle): Promise<number> {
  lines.length = 0
  Object.assign(running, { now: 0, most: 0, aborted: 0, fetches: 0 })
  const clocks = systemClocks()
  const options = { broker: {} as never, clocks, log, port: 0, handlers: stand, limits }
  server = await startKafkaServer({ ...options, ...(throttle && { throttle }) })
  return server.address.port
}

afterEach(() => server.stop())

const heartbeat = (id: number, delayMs: number): Buffer =>
  requestBody(12, 0, id, encodeWhole(Heartbeat.request, 0, filled(Heartbeat.request, { generationId: delayMs })))
const produce = (id: number, timeoutMs: number, acks = -1): Buffer =>
  requestBody(0, 3, id, encodeWhole(Produce.request, 3, filled(Produce.request, { acks, timeoutMs })))
const fetch = (id: number): Buffer => requestBody(1, 4, id, encodeWhole(Fetch.request, 4, filled(Fetch.request, {})))

const idOf = (response: Buffer | undefined): number | undefined => response?.readInt32BE(0)

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

it.each([
  ['a frame longer than the limit', 'FRAME_TOO_LARGE', [int32(0x7fffffff)]],
  ['a frame of negative length', 'FRAME_TOO_SMALL', [int32(-1)]],
  ['an HTTP request', 'FRAME_TOO_LARGE', [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
  ['an API key that is not served', 'UNKNOWN_API_KEY', [framed(requestBody(999, 0, 1))]],
  ['a version that is not served', 'UNSUPPORTED_VERSION', [framed(requestBody(12, 9, 1))]],
  ['a body that is cut off', 'TRUNCATED', [framed(requestBody(12, 0, 1, Buffer.from([0])))]],
  ['bytes behind the body', 'TRAILING_BYTES', [framed(Buffer.concat([heartbeat(1, 0), Buffer.from('x')]))]],
])('closes for %s with one line in the log', async (_, code, bytes) => {
  const client = await RawClient.to(await start())
  client.socket.write(Buffer.concat(bytes))
  await client.whenClosed()
  expect(lines.map((line) => line.code)).toEqual([code])
  const neighbour = await RawClient.to(server.address.port)
  neighbour.send(heartbeat(5, 0))
  expect(idOf(await neighbour.next())).toBe(5)
  expect(server.stats()).toMatchObject({ requestBytes: 0, responseBytes: 0 })
})

it('answers an unknown version of ApiVersions in version 0 with the versions of that', async () => {
  const client = await RawClient.to(await start())
  client.send(requestBody(18, 99, 3, Buffer.alloc(0), true))
  expect((await client.next())?.toString('hex')).toBe('00000003002300000001001200000004')
  client.send(heartbeat(4, 0))
  expect(idOf(await client.next())).toBe(4)
})

it('tells a client to hold back as the hook for quotas says', async () => {
  const seen: number[] = []
  const port = await start({}, (context, requestBytes) => {
    seen.push(context.header.apiKey, requestBytes)
    return 250
  })
  const client = await RawClient.to(port)
  const body = encodeWhole(Heartbeat.request, 1, filled(Heartbeat.request, {}))
  client.send(requestBody(12, 1, 9, body))
  const response = await client.next()
  expect(decodeWhole(Heartbeat.response, 1, response?.subarray(4) ?? Buffer.alloc(0))).toMatchObject({
    throttleTimeMs: 250,
  })
  expect(seen).toEqual([12, 4 + 13 + body.length])
})

it('forgets a client that goes away in the middle of a frame', async () => {
  const client = await RawClient.to(await start())
  client.socket.end(framed(heartbeat(1, 0)).subarray(0, 9))
  await client.whenClosed()
  expect(server.stats()).toMatchObject({ connections: 0, requestBytes: 0 })
})

it('puts a request together from single bytes', async () => {
  const client = await RawClient.to(await start())
  for (const byte of framed(heartbeat(8, 0))) {
    client.socket.write(Buffer.from([byte]))
    await sleep(1)
  }
  expect(idOf(await client.next())).toBe(8)
})

it('answers in the order of the requests, one at a time', async () => {
  const client = await RawClient.to(await start())
  client.send(heartbeat(1, 30), heartbeat(2, 1), heartbeat(3, 0))
  expect([idOf(await client.next()), idOf(await client.next()), idOf(await client.next())]).toEqual([1, 2, 3])
  expect(running.most).toBe(1)
})

it('runs produce requests of a connection together and still answers in order', async () => {
  const client = await RawClient.to(await start())
  client.send(produce(1, 40), produce(2, 1), produce(3, 20), heartbeat(4, 0))
  const ids = [await client.next(), await client.next(), await client.next(), await client.next()].map(idOf)
  expect(ids).toEqual([1, 2, 3, 4])
  expect(running.most).toBe(3)
})

it('sends nothing for a produce request without acknowledgement', async () => {
  const client = await RawClient.to(await start())
  client.send(produce(1, 0, 0), heartbeat(2, 0))
  expect(idOf(await client.next())).toBe(2)
})

it('stops reading from a client that has too many requests in flight, and answers them all', async () => {
  const client = await RawClient.to(await start({ inFlightRequestCount: 4 }))
  const ids = Array.from({ length: 200 }, (_, index) => index)
  for (const id of ids) client.send(heartbeat(id, id === 0 ? 50 : 0))
  const answered: (number | undefined)[] = []
  for (const _ of ids) answered.push(idOf(await client.next()))
  expect(answered).toEqual(ids)
})

it('bounds what a client may leave unread, and leaves its neighbours alone', async () => {
  const client = await RawClient.to(await start({ unreadBytes: FETCH_BYTES }))
  client.socket.pause()
  const ids = Array.from({ length: 60 }, (_, index) => index)
  client.send(...ids.map(fetch))
  const neighbour = await RawClient.to(server.address.port)
  neighbour.send(heartbeat(1, 20))
  expect(idOf(await neighbour.next())).toBe(1)
  expect(running.fetches).toBeLessThan(60)
  expect(server.stats().responseBytes).toBeLessThanOrEqual(2 * FETCH_BYTES + 200)
  client.socket.resume()
  for (const id of ids) expect(idOf(await client.next())).toBe(id)
  expect(server.stats()).toMatchObject({ requestBytes: 0, responseBytes: 0 })
})

it('lets small requests pass while large ones have taken all the memory there is for requests', async () => {
  const port = await start({ totalInFlightBytes: 100_000, shareBytes: 1_000, frameMs: 60 })
  const large = await Promise.all([RawClient.to(port), RawClient.to(port)])
  for (const client of large) client.socket.write(Buffer.concat([int32(1_000_000), Buffer.alloc(90_000)]))
  const small = await RawClient.to(port)
  small.send(heartbeat(1, 0))
  expect(idOf(await small.next())).toBe(1)
  await Promise.all(large.map((client) => client.whenClosed()))
  expect(lines.map((line) => line.code)).toEqual(['FRAME_TOO_SLOW', 'FRAME_TOO_SLOW'])
  expect(server.stats().requestBytes).toBe(0)
})

it('closes a connection that idles, not one that waits for its response', async () => {
  const port = await start({ idleMs: 60 })
  const idle = await RawClient.to(port)
  const waiting = await RawClient.to(port)
  waiting.send(heartbeat(1, 200))
  await idle.whenClosed()
  expect(idOf(await waiting.next())).toBe(1)
})

it('tells handlers when their connection closes', async () => {
  const client = await RawClient.to(await start())
  client.send(heartbeat(1, 10_000))
  await sleep(20)
  client.socket.destroy()
  await client.whenClosed()
  await sleep(20)
  expect(running.aborted).toBe(1)
  expect(server.stats()).toMatchObject({ connections: 0, requestBytes: 0 })
})

it('refuses a connection too many and goes on with the others', async () => {
  const port = await start({ connectionCount: 1 })
  const first = await RawClient.to(port)
  first.send(heartbeat(1, 0))
  await first.next()
  const second = await RawClient.to(port)
  await second.whenClosed()
  expect(lines.map((line) => line.code)).toEqual(['TOO_MANY_CONNECTIONS'])
  first.send(heartbeat(2, 0))
  expect(idOf(await first.next())).toBe(2)
})

it('serves two thousand connections at a time', async () => {
  const port = await start()
  const clients: RawClient[] = []
  for (let index = 0; index < 2_000; index += 100) {
    clients.push(...(await Promise.all(Array.from({ length: 100 }, () => RawClient.to(port)))))
  }
  for (const [index, client] of clients.entries()) client.send(heartbeat(index, 0))
  const ids = await Promise.all(clients.map((client) => client.next()))
  expect(ids.map(idOf)).toEqual(clients.map((_, index) => index))
  expect(server.stats().connections).toBe(2_000)
  await server.stop()
  await Promise.all(clients.map((client) => client.whenClosed()))
}, 60_000)

it('answers what is under way when it stops, and takes nothing new', async () => {
  const port = await start()
  const client = await RawClient.to(port)
  client.send(produce(1, 50))
  await sleep(10)
  await server.stop()
  expect(idOf(await client.next())).toBe(1)
  await client.whenClosed()
  await expect(RawClient.to(port)).rejects.toThrow(/ECONNREFUSED/)
})

it('refuses an address that can be reached from outside unless it is told to', async () => {
  await start()
  const options = { broker: {} as never, clocks: systemClocks(), log, port: 0, host: '0.0.0.0' }
  await expect(startKafkaServer(options)).rejects.toMatchObject({ code: 'INSECURE_ADDRESS' })
})

it('says so when the port is taken', async () => {
  const port = await start()
  const options = { broker: {} as never, clocks: systemClocks(), log, port }
  await expect(startKafkaServer(options)).rejects.toMatchObject({ code: 'LISTEN_FAILED' })
})

it('survives a million random bytes from fifty connections', async () => {
  const port = await start()
  const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.to(port)))
  for (const [index, client] of clients.entries()) {
    const bytes = Buffer.from(
      Array.from({ length: 20_000 }, (_, at) => (at * 31 + index * 17 + ((at * at) >> 3)) & 0xff),
    )
    bytes.writeInt32BE(19_996)
    client.socket.end(bytes)
  }
  await Promise.all(clients.map((client) => once(client.socket, 'close').catch(() => undefined)))
  expect(lines.every((line) => line.level === 'warn')).toBe(true)
  expect(server.stats()).toMatchObject({ requestBytes: 0, responseBytes: 0 })
})
