import { type RecordOf, connectKafka, rawTopic } from '@millrace/client'
import { type Environment, type ServicePorts } from '@millrace/kernel'
import { processor } from '@millrace/streams'
import { pizzaAssembled, pizzaBaked, pizzaDelivered, pizzaOrdered, pizzaStatus } from '../topics.ts'

const inputs = [pizzaOrdered, pizzaAssembled, pizzaBaked, pizzaDelivered].map(({ name }) => rawTopic(name))

/**
 * Does to `pizza-status` what the two SQL statements do, for tests of what is around them: the union of four topics, key raw,
 * value JSON with the columns as declared.
 */
export async function standInForSql(environment: Environment, ports: ServicePorts): Promise<{ stop(): Promise<void> }> {
  const kafka = await connectKafka({ ...environment, KAFKA_CLIENT_ID: 'stand-in-for-sql' }, ports)
  await kafka.admin().ensureTopics([...inputs, pizzaStatus])
  const job = processor(kafka, {
    id: 'stand-in-for-sql',
    instanceId: 'only',
    inputs,
    commitEveryMs: 10,
    process: ({ key, value, timestamp }: RecordOf<(typeof inputs)[number]>, { send }) => {
      const { status = null, timestamp: at = null } = JSON.parse(value?.toString() ?? '{}') as Record<string, unknown>
      const row = JSON.stringify({ status, timestamp: at })
      send({ topic: pizzaStatus.name, key, value: row, timestamp })
    },
  })
  await job.ready
  return {
    stop: async () => {
      await job.stop()
      await kafka.close()
    },
  }
}
