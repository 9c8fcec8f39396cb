import { isIP } from 'node:net'
import { Refusal } from '@millrace/kernel'
import type { Broker, Connection, ConnectionPool } from '@platformatic/kafka'
import { knownApis, type ApiName, type Callable, type KnownApis, type RequestOf, type ResponseOf } from './apis.ts'
import type { KafkaLibrary } from './library.ts'
import type { KafkaSettings } from '../config/kafka-settings.ts'

type Versions = ReadonlyMap<number, { readonly name: string; readonly least: number; readonly most: number }>

/**
 * Connections to the brokers for one purpose. Kafka answers a connection's requests in order, so what may block (a
 * fetch, a join) has connections of its own.
 */
export class Connections {
  readonly #kafka: KafkaLibrary
  readonly #apis: KnownApis
  readonly #pool: ConnectionPool
  /** For brokers that are known by an address: TLS has no server name for those (RFC 6066, section 3). */
  readonly #addressPool: ConnectionPool | undefined
  readonly #clientId: string
  readonly #versions = new WeakMap<Connection, Promise<Versions>>()

  constructor(kafka: KafkaLibrary, settings: KafkaSettings, requestTimeoutMs: number) {
    this.#kafka = kafka
    this.#apis = knownApis(kafka)
    this.#clientId = settings.clientId
    const { clientId, tls, sasl } = settings
    const options = { connectTimeout: 5000, requestTimeout: requestTimeoutMs, ...(sasl && { sasl }) }
    this.#pool = new kafka.ConnectionPool(clientId, { ...options, ...(tls && { tls, tlsServerName: true }) })
    this.#addressPool = tls && new kafka.ConnectionPool(clientId, { ...options, tls })
  }

  /**
   * One request. Error codes inside the response are the caller's to look at; rejects when no response came.
   *
   * @throws Refusal UNSUPPORTED_VERSION when broker and client share no version of the call.
   */
  async call<Name extends ApiName>(broker: Broker, name: Name, ...args: RequestOf<Name>): Promise<ResponseOf<Name>> {
    const connection = await this.#connection(broker)
    const api = await this.#version(connection, broker, name)
    return (await this.#tolerant(api.async(connection, ...args))) as ResponseOf<Name>
  }

  /** The version of a call that `call` uses with this broker. */
  async versionOf(broker: Broker, name: ApiName): Promise<number> {
    return (await this.#version(await this.#connection(broker), broker, name)).version
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#addressPool?.close()])
  }

  async #connection(broker: Broker): Promise<Connection> {
    const pool = isIP(broker.host) === 0 ? this.#pool : (this.#addressPool ?? this.#pool)
    const connection = await pool.get(broker)
    if (!this.#versions.has(connection)) {
      // Without a listener a late error of a socket would end the process.
      connection.on('error', () => undefined)
      this.#versions.set(connection, this.#ask(connection))
    }
    return connection
  }

  async #ask(connection: Connection): Promise<Versions> {
    const { apiKeys } = await this.#kafka.apiVersionsV3.api.async(connection, 'millrace-client', '1.0')
    return new Map(
      apiKeys.map(({ apiKey, name, minVersion, maxVersion }) => [
        apiKey,
        { name, least: minVersion, most: maxVersion },
      ]),
    )
  }

  async #version(connection: Connection, broker: Broker, name: ApiName): Promise<Callable> {
    const versions = await (this.#versions.get(connection) as Promise<Versions>)
    const candidates: readonly Callable[] = this.#apis[name]
    const served = versions.get(candidates[0]?.key ?? -1)
    const found = candidates.find(
      ({ version }) => served !== undefined && version >= served.least && version <= served.most,
    )
    if (found !== undefined) return found
    const ours = candidates.map(({ version }) => version).join(', ')
    const theirs = served === undefined ? 'does not serve it' : `serves ${served.least} to ${served.most}`
    throw new Refusal(
      'UNSUPPORTED_VERSION',
      `${this.#clientId} needs ${name} in version ${ours}; ${broker.host}:${broker.port} ${theirs}`,
    )
  }

  /** The library throws when a response holds an error code anywhere; the response itself says which part failed. */
  async #tolerant(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer
    } catch (error) {
      if (error instanceof this.#kafka.ResponseError) {
        const { response } = error as unknown as { response?: unknown }
        if (response !== undefined) return response
      }
      throw error
    }
  }
}
