import { connectKafka, type KafkaClient } from '@millrace/client'
import { systemClocks, systemRandom, type ServicePorts } from '@millrace/kernel'

const silent = (): void => undefined

/** Real time and chance, and no log. */
export const ports = (): ServicePorts => ({
  clocks: systemClocks(),
  random: systemRandom,
  log: { debug: silent, info: silent, warn: silent, error: silent },
})

/** A client of its own, closed at the end of the test that asked for it. */
export async function connected(brokers: string, cleanup: (close: () => Promise<void>) => void): Promise<KafkaClient> {
  const kafka = await connectKafka({ KAFKA_BROKERS: brokers }, ports())
  cleanup(() => kafka.close())
  return kafka
}
