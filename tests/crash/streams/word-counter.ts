/** Counts words exactly once until it is killed: `node word-counter.ts <brokers> <instance>`. */
import { connectKafka, json, serviceLog, text } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { processor } from '@millrace/streams'
import { z } from 'zod'
import { counts, words } from './topics.ts'

const [brokers = '', instanceId = ''] = process.argv.slice(2)
const ports = { clocks: systemClocks(), random: systemRandom, log: serviceLog(instanceId) }
const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CONNECT_TIMEOUT_MS: '120000' }, ports)
processor(kafka, {
  id: 'word-counter',
  instanceId,
  inputs: [words],
  stores: { seen: { key: text(), value: json(z.int()) } },
  process: ({ key }, { stores, send }) => {
    const count = (stores.seen.get(key) ?? 0) + 1
    stores.seen.set(key, count)
    send(counts.record(key, count))
  },
})
