import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '@millrace/kernel'
import { expect, it, onTestFinished } from 'vitest'
import { differences } from '../../crash/topologies/results.ts'
import { Runners } from '../../crash/topologies/runners.ts'
import { topicsOf } from '../../crash/topologies/topologies.ts'
import { Workload } from '../../crash/topologies/workload.ts'
import { connected } from '../client/ports.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'

const DISTURBANCES = Number(process.env['DISTURBANCES'] ?? 8)
const BETWEEN_MS = 1500

onEachEngine('word count and a join', ({ brokers }) => {
  it('give what a batch job gives, though their processes are killed, come and go', async () => {
    const run = unique('eos')
    const topics = topicsOf(run)
    const kafka = await connected(brokers, onTestFinished)
    const workload = new Workload(kafka, topics)
    await workload.prepare()
    const runners = new Runners(brokers, run)
    onTestFinished(() => runners.end())
    workload.start()
    const random = seededRandom(Number(process.env['SEED'] ?? 1))
    for (let n = 0; n < DISTURBANCES; n++) {
      await sleep(BETWEEN_MS)
      await runners.disturb(random)
    }
    await workload.stop()
    expect(workload.acknowledged).toBeGreaterThan(0)
    expect([...workload.failures, ...(await differences(kafka, topics, workload))]).toEqual([])
  })
})
