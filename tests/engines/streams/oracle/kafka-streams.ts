import { fileURLToPath } from 'node:url'
import { javaProgram, KAFKA_VERSION, mavenClasspath } from '@millrace/testkit'
import { output } from '../../harness/run.ts'
import { facts } from '../../python/python.ts'
import type { Given } from './cases.ts'

export interface Case {
  readonly id: string
  readonly topology: string
  readonly records: readonly Given[]
}

/** What a topology wrote. */
export interface Written {
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
}

const ARTEFACTS = [
  `org.apache.kafka:kafka-streams:${KAFKA_VERSION}`,
  `org.apache.kafka:kafka-streams-test-utils:${KAFKA_VERSION}`,
  'org.slf4j:slf4j-nop:1.7.36',
] as const
const program = fileURLToPath(new URL('Oracle.java', import.meta.url))

/** What Kafka Streams' TopologyTestDriver gives for each case, by its id. */
export async function kafkaStreams(cases: readonly Case[]): Promise<ReadonlyMap<string, readonly Written[]>> {
  const classpath = mavenClasspath(`kafka-streams-${KAFKA_VERSION}`, ARTEFACTS)
  const stdout = await output({
    command: javaProgram(),
    args: ['-XX:TieredStopAtLevel=1', '-cp', classpath, program],
    input: cases.map((each) => `${JSON.stringify(each)}\n`).join(''),
    timeoutMs: 300_000,
  })
  const answers = facts<{ readonly id: string; readonly records: readonly Written[] }>(stdout)
  return new Map(answers.map(({ id, records }) => [id, records]))
}
