import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Environment, Refusal, messageOf } from '@millrace/kernel'
import { kafkaConfig } from './kafka-config.ts'

/** The file that the workshop has its people fill in. */
const EXAMPLE = join(import.meta.dirname, 'config_kafka', 'example.ini')

/**
 * The environment with Kafka's settings from a file, when it does not name any brokers itself: from `KAFKA_CONFIG`, else from
 * `config_kafka/example.ini` once that is filled in.
 *
 * @throws Refusal INVALID_CONFIGURATION that says what is wrong in the file, never a value, which may be a secret.
 */
export function withKafkaConfig(environment: Environment, example = EXAMPLE): Environment {
  if ((environment['KAFKA_BROKERS'] ?? '') !== '') return environment
  const path = environment['KAFKA_CONFIG'] ?? example
  if (environment['KAFKA_CONFIG'] === undefined && !existsSync(path)) return environment
  return { ...environment, ...kafkaConfig(read(path), path) }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Refusal('INVALID_CONFIGURATION', `KAFKA_CONFIG: ${path} cannot be read: ${messageOf(error)}`)
  }
}
