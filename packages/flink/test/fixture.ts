import { type Broker, buildBatch, openBroker, recordsIn } from '@millrace/broker'
import { type Clocks, VirtualClock, systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { Gateway, type GatewayOptions, startGateway } from '../src/index.ts'

/** When domain time stands at the start of tests with a virtual clock. */
export const START = Date.UTC(2026, 0, 1)

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export interface TestGateway {
  readonly url: string
  readonly gateway: Gateway
  readonly broker: Broker
  readonly clock: VirtualClock
  /** Moves virtual time, as the platform's clock does: everything settles before and after. */
  advance(ms: number): Promise<void>
  produce(topic: string, ...records: readonly TestRecord[]): Promise<void>
  /** All records of a topic, as text. */
  consumed(topic: string): Promise<readonly { readonly key: string | null; readonly value: string | null }[]>
  /** A session of its own, that runs statements one after the other. */
  session(properties?: Readonly<Record<string, string>>): Promise<TestSession>
  stop(): Promise<void>
  /** Stops, and starts again over the same log. */
  restart(): Promise<TestGateway>
}

export interface TestRecord {
  readonly key?: string | null
  readonly value: string | null
  readonly timestamp?: number
}

/** A gateway over a log in memory, with a virtual clock. */
export async function startTest(
  options: Partial<GatewayOptions> = {},
  memory?: { readonly log: ReturnType<typeof memoryLog>; readonly clock: VirtualClock },
): Promise<TestGateway> {
  const clock = memory?.clock ?? new VirtualClock({ start: START })
  const clocks: Clocks = { domain: clock, liveness: systemClocks().liveness }
  const log = memory?.log ?? memoryLog({ clocks })
  const broker = await openBroker({ log, clocks, random: systemRandom })
  const gateway = await Gateway.open({
    broker,
    clocks,
    clock: 'virtual',
    random: systemRandom,
    log: silent,
    own: ['127.0.0.1:9092'],
    ...options,
  })
  const server = await startGateway({ gateway, clocks, log: silent, host: '127.0.0.1', port: 0 })
  const stop = async (): Promise<void> => {
    await server.stop()
    await gateway.close()
    broker.close()
  }
  return {
    url: server.url,
    gateway,
    broker,
    clock,
    advance: async (ms) => {
      await gateway.idle()
      await clock.advance(ms)
      await gateway.idle()
    },
    produce: (topic, ...records) => produceTo(broker, topic, records, clock.now()),
    consumed: (topic) => consumedFrom(broker, topic),
    session: (properties) => TestSession.open(server.url, properties),
    stop,
    restart: async () => {
      await stop()
      return startTest(options, { log, clock })
    },
  }
}

async function produceTo(broker: Broker, name: string, records: readonly TestRecord[], now: number): Promise<void> {
  const topic = await broker.topics.ensure(name)
  const bytes = buildBatch({
    timestamp: now,
    records: records.map(({ key = null, value, timestamp = now }) => ({ key, value, timestamp })),
  })
  const [result] = await broker.produce.produce({
    transactionalId: null,
    acks: -1,
    parts: [{ topic, index: 0, records: bytes }],
  })
  if (result?.error !== undefined) throw result.error
}

async function consumedFrom(broker: Broker, name: string) {
  const topic = broker.topics.existing(name)
  const found: { key: string | null; value: string | null }[] = []
  for (const index of topic.partitions.keys()) {
    const partition = broker.topics.partition(topic, index)
    if (partition === undefined) continue
    const { highWatermark: upTo, startOffset: from } = partition
    const { chunks } = await partition.read({ from, upTo, maxBytes: 10_000_000, atLeastOne: true })
    for (const { key, value } of chunks.flatMap((chunk) => [...recordsIn(chunk)])) {
      found.push({ key: key?.toString() ?? null, value: value?.toString() ?? null })
    }
  }
  return found
}

export type Json = Record<string, unknown>

const SYMBOLS: Readonly<Record<string, string>> = {
  INSERT: '+I',
  UPDATE_BEFORE: '-U',
  UPDATE_AFTER: '+U',
  DELETE: '-D',
}

/** A client of the REST API. */
export class TestSession {
  readonly #url: string
  readonly handle: string

  private constructor(url: string, handle: string) {
    this.#url = url
    this.handle = handle
  }

  static async open(url: string, properties: Readonly<Record<string, string>> = {}): Promise<TestSession> {
    const { body } = await call(url, 'POST', '/v3/sessions', { properties })
    return new TestSession(url, String(body['sessionHandle']))
  }

  async submit(statement: string, more: Json = {}): Promise<string> {
    const path = `/v3/sessions/${this.handle}/statements`
    const { body } = await call(this.#url, 'POST', path, { statement, ...more })
    return String(body['operationHandle'])
  }

  /** Rows of a statement until it ends, or until there are `most`; each as `+I a 1`. @throws Error with the gateway's text */
  async rows(statement: string, most = Infinity): Promise<string[]> {
    const rows = (await this.values(statement, most)).map(([kind, fields]) => {
      return `${SYMBOLS[kind] ?? kind} ${fields.map((field) => (field === null ? 'NULL' : String(field))).join(' ')}`
    })
    return rows
  }

  async values(statement: string, most = Infinity): Promise<[kind: string, fields: unknown[]][]> {
    const operation = await this.submit(statement)
    const found: [string, unknown[]][] = []
    let uri: string | undefined = `/v3/sessions/${this.handle}/operations/${operation}/result/0?rowFormat=JSON`
    for (let turn = 0; uri !== undefined && found.length < most && turn < 200; turn++) {
      const { status, body } = await call(this.#url, 'GET', uri)
      if (status !== 200) throw new Error((body['errors'] as string[]).join('\n'))
      const { data = [] } = (body['results'] ?? {}) as { data?: { kind: string; fields: unknown[] }[] }
      for (const { kind, fields } of data) found.push([kind, fields])
      uri = body['nextResultUri'] as string | undefined
    }
    await call(this.#url, 'DELETE', `/v3/sessions/${this.handle}/operations/${operation}/close`)
    return found
  }
}

/** One call of the API. */
export async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Json }> {
  const { request } = await import('node:http')
  const text = body === undefined ? undefined : JSON.stringify(body)
  return await new Promise((resolve, reject) => {
    // fetch refuses a GET with a body, which complete-statement is.
    const outgoing = request(`${url}${path}`, { method, headers: { 'content-length': Buffer.byteLength(text ?? '') } })
    outgoing.once('error', reject).once('response', (response) => {
      let received = ''
      response.on('data', (chunk: Buffer) => (received += String(chunk)))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(received) as Json }))
    })
    outgoing.end(text)
  })
}
