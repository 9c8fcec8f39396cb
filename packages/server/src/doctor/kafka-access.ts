import { connectKafka } from '@millrace/client'
import { type Environment, messageOf, systemClocks, systemRandom } from '@millrace/kernel'
import { apps, loadApp } from '../apps/registry.ts'
import { type Check, type Finding, note, ok, wrong } from './finding.ts'

const CONNECT_MS = '3000'
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Whether the Kafka that services are told to use lets them in, and has the topics that people create themselves. */
export const kafkaAccess: Check = async ({ environment }) => {
  if ((environment['KAFKA_BROKERS'] ?? '') === '') return []
  const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
  const given: Environment = {
    ...environment,
    KAFKA_CLIENT_ID: 'millrace-doctor',
    KAFKA_CONNECT_TIMEOUT_MS: CONNECT_MS,
  }
  try {
    const kafka = await connectKafka(given, ports)
    const needed = await neededTopics()
    const there = await kafka.admin().describeTopics(needed.flatMap(({ topics }) => topics))
    await kafka.close()
    const names = new Set(there.map(({ name }) => name))
    const missing = needed.flatMap(({ app, topics }) => missingOf(app, topics, names))
    return [ok('Kafka access', 'the services are let in'), ...missing]
  } catch (error) {
    return [wrong('Kafka access', messageOf(error), 'mend the variables that it names')]
  }
}

interface Needed {
  readonly app: string
  readonly topics: readonly string[]
}

async function neededTopics(): Promise<readonly Needed[]> {
  const loaded = await Promise.all(Object.keys(apps).map(loadApp))
  return loaded.flatMap(({ name, neededTopics: topics = [] }) => (topics.length === 0 ? [] : [{ app: name, topics }]))
}

function missingOf(app: string, topics: readonly string[], there: ReadonlySet<string>): Finding[] {
  const missing = topics.filter((topic) => !there.has(topic))
  if (missing.length === 0) return []
  const text = `${app}: missing ${missing.join(', ')}; npm start makes them, a service that runs alone does not`
  return [note('Kafka topics', text)]
}
