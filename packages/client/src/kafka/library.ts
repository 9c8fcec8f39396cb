/** The wire format, the connections (TLS, SASL) and the compression of @platformatic/kafka; the loops are ours. */
export type KafkaLibrary = typeof import('./library-parts.ts')

/** Importing it costs a quarter of a second: only when a client connects, or when somebody has the time before. */
export function kafkaLibrary(): Promise<KafkaLibrary> {
  return import('./library-parts.ts')
}
