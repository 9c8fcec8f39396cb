import type { KafkaClient } from '@millrace/client'
import { messageOf } from '@millrace/kernel'
import type { LogLine } from './contract/order.ts'
import { pizzaLogs } from './topics.ts'

/** Says something of an order in a service's log: for everybody in `pizza-logs`, and on standard error. */
export type Say = (level: LogLine['level'], orderId: string, text: string) => Promise<void>

/** A line that cannot be published holds nothing up. */
export function orderLog(kafka: KafkaClient, service: string, instance = service): Say {
  const { clocks, log } = kafka.ports
  return async (level, orderId, text) => {
    log[level === 'error' ? 'warn' : 'info']({ orderId }, text)
    const line = { service, instance, level, text, timestamp: clocks.domain.now() }
    await kafka
      .producer()
      .send(pizzaLogs.record(orderId, line))
      .catch((error: unknown) => log.warn({ orderId, reason: messageOf(error) }, 'a line was not published'))
  }
}
