import { spawnSync } from 'node:child_process'
import { topology, TopologyTestDriver } from '@millrace/streams'
import { beforeAll, describe, expect, it } from 'vitest'
import { drawRecords, type Given } from './cases.ts'
import { kafkaStreams, type Case, type Written } from './kafka-streams.ts'
import { OUT, TOPICS, TOPOLOGIES } from './topologies.ts'

const SEEDS = Array.from({ length: Number(process.env['ORACLE_SEEDS'] ?? 40) }, (_, index) => index + 1)
const caseOf = (name: string, seed: number): Case => ({
  id: `${name} ${seed}`,
  topology: name,
  records: drawRecords(seed).filter((record) => reads(name, record)),
})

/** Records of a topic that a topology does not read are refused. */
function reads(name: string, { topic }: Given): boolean {
  return topic === 'in' || built(name).graph.nodes.some(({ source }) => source?.name === topic)
}

function built(name: string) {
  const made = topology()
  TOPOLOGIES[name]?.(made)
  return made
}

function ours({ topology: name, records }: Case): Written[] {
  const driver = new TopologyTestDriver(built(name))
  for (const { topic, key, value, timestamp } of records) driver.pipe(TOPICS[topic], key, value, { timestamp })
  return driver.read(OUT)
}

/** One line per record: a difference is then read at a glance. */
const lines = (records: readonly Written[]): string[] =>
  records.map(({ key, value, timestamp }) => `${key} ${value} ${timestamp}`)

describe.skipIf(spawnSync('mvn', ['--version']).status !== 0)(
  'topologies, in our test driver and in Kafka Streams’',
  () => {
    const cases = Object.keys(TOPOLOGIES).flatMap((name) => SEEDS.map((seed) => caseOf(name, seed)))
    let theirs: ReadonlyMap<string, readonly Written[]> = new Map()
    beforeAll(async () => {
      theirs = await kafkaStreams(cases)
    }, 300_000)

    it.each(Object.keys(TOPOLOGIES))('write the same records: %s', (name) => {
      for (const each of cases.filter(({ topology: own }) => own === name)) {
        expect(lines(ours(each)), `seed of ${each.id}`).toEqual(lines(theirs.get(each.id) ?? []))
      }
    })
  },
)
