import type { AnyTopic, KafkaClient } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { Settings } from './settings.ts'
import { pizzaCommands, pizzaIncidents, pizzaLogs, workshopTopics } from './topics.ts'

const LOGS_KEPT_MS = 14_400_000

/**
 * Sees to it that the topics are there: the workshop's five are created by its people, or here when the settings say so;
 * those of this system alone always are, with as many partitions as `pizza-ordered`.
 *
 * @throws Refusal MISSING_TOPICS that names each; UNEQUAL_PARTITIONS.
 */
export async function prepareTopics(kafka: KafkaClient, settings: Settings): Promise<void> {
  const admin = kafka.admin()
  const described = await admin.describeTopics(workshopTopics.map(({ name }) => name))
  const missing = workshopTopics.filter(({ name }) => described.every((topic) => topic.name !== name))
  if (missing.length > 0 && !settings.PIZZA_CREATE_TOPICS) throw missingTopics(missing)
  const partitions = described[0]?.partitions ?? settings.PIZZA_PARTITIONS
  const unequal = described.filter((topic) => topic.partitions !== partitions)
  if (unequal.length > 0) {
    const text = described.map((topic) => `${topic.name} has ${topic.partitions}`).join(', ')
    throw new Refusal('UNEQUAL_PARTITIONS', `the topics of an order need as many partitions each: ${text}`)
  }
  await admin.ensureTopics([
    ...missing.map(({ name }) => ({ name, partitions })),
    { name: pizzaCommands.name, partitions },
    { name: pizzaIncidents.name, partitions },
    { name: pizzaLogs.name, partitions, configs: { 'retention.ms': String(LOGS_KEPT_MS) } },
  ])
}

function missingTopics(missing: readonly AnyTopic[]): Refusal {
  const names = missing.map(({ name }) => name)
  const commands = names.map((name) => `millrace topics create ${name}`).join(' && ')
  return new Refusal(
    'MISSING_TOPICS',
    `topics are missing: ${names.join(', ')}; create them (${commands}), or set PIZZA_CREATE_TOPICS=on`,
  )
}

/** Whether a topic is there. */
export async function isThere(kafka: KafkaClient, name: string): Promise<boolean> {
  return (await kafka.admin().describeTopics([name])).length > 0
}
