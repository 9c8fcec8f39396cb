import type { Admin, Consumer, Producer } from '@platformatic/kafka'
import type { KafkaSettings } from '../options.ts'

const base = (settings: KafkaSettings, clientId: string) => ({
  clientId,
  bootstrapBrokers: settings.bootstrapBrokers,
  autocreateTopics: false,
  // A page would rather hear soon that the broker is away; it asks again by itself.
  retries: 1,
  retryDelay: 250,
  connectTimeout: 3000,
  requestTimeout: 15_000,
  ...(settings.tls === undefined ? {} : { tls: settings.tls }),
  ...(settings.sasl === undefined ? {} : { sasl: settings.sasl }),
})

type Client = typeof import('@platformatic/kafka')

/** The console's clients. Readers are made per use: each keeps a fetch session of its own, which cannot be shared. */
export class KafkaConnection implements AsyncDisposable {
  readonly admin: Admin
  readonly #client: Client
  readonly #settings: KafkaSettings
  #producer: Producer | undefined

  constructor(client: Client, settings: KafkaSettings) {
    this.#client = client
    this.#settings = settings
    this.admin = new client.Admin(base(settings, 'millrace-console'))
  }

  get producer(): Producer {
    this.#producer ??= new this.#client.Producer({
      ...base(this.#settings, 'millrace-console'),
      idempotent: true,
      acks: -1,
    })
    return this.#producer
  }

  /** A consumer that never joins its group: only its fetches are used, so browsing leaves no trace in the cluster. */
  reader(): Consumer {
    const groupId = 'millrace-console-never-joined'
    return new this.#client.Consumer({ ...base(this.#settings, 'millrace-console-reader'), groupId })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.admin.close(), this.#producer?.close(true)])
  }
}

/**
 * Connects at the first use: the client costs half a second and 57 MB to load, which a platform that nobody looks at need
 * not pay.
 */
export class LazyConnection implements AsyncDisposable {
  readonly #settings: KafkaSettings
  #opening: Promise<KafkaConnection> | undefined

  constructor(settings: KafkaSettings) {
    this.#settings = settings
  }

  connect(): Promise<KafkaConnection> {
    this.#opening ??= import('@platformatic/kafka').then((client) => new KafkaConnection(client, this.#settings))
    return this.#opening
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opening)?.[Symbol.asyncDispose]()
  }
}
