import { Admin, Consumer, Producer } from '@platformatic/kafka'
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

/** The console's clients. Readers are made per use: each keeps a fetch session of its own, which cannot be shared. */
export class KafkaConnection implements AsyncDisposable {
  readonly admin: Admin
  readonly #settings: KafkaSettings
  #producer: Producer | undefined

  constructor(settings: KafkaSettings) {
    this.#settings = settings
    this.admin = new Admin(base(settings, 'millrace-console'))
  }

  get producer(): Producer {
    this.#producer ??= new Producer({ ...base(this.#settings, 'millrace-console'), idempotent: true, acks: -1 })
    return this.#producer
  }

  /** A consumer that never joins its group: only its fetches are used, so browsing leaves no trace in the cluster. */
  reader(): Consumer {
    return new Consumer({
      ...base(this.#settings, 'millrace-console-reader'),
      groupId: 'millrace-console-never-joined',
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([this.admin.close(), this.#producer?.close(true)])
  }
}
