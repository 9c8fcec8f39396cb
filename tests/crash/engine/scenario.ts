import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '@millrace/kernel'
import { startPlatform } from '@millrace/testkit'
import { type PlainGateway, plainGateway } from '@millrace/zeebe/testing'
import { killAndRestart } from '../killing.ts'
import type { CrashOptions } from '../options.ts'
import type { Verdict } from '../verdict.ts'
import { Customer } from './customer.ts'
import { JOB_TYPES, order, started } from './drawings.ts'
import { Onlooker } from './onlooker.ts'
import { patient } from './patient.ts'
import { Records } from './records.ts'
import { trimmedEvents } from './trimmed.ts'
import { Worker } from './worker.ts'

const CUSTOMERS = 6
/** So little that checkpoints are cut off too. */
const CHECKPOINT_KIB = '64'
const DRAIN_MS = 60_000
const LOOK_EVERY_MS = 200
/** From so many cycles on there must have been enough events for checkpoints that let them go. */
const CYCLES_THAT_TRIM = 10

/**
 * The platform is killed again and again under creates, messages, timers and job completions. In the end each instance
 * that was acknowledged has gone through all of its elements once, each message has been correlated once, and no job
 * whose completion was acknowledged was handed out again; the history, which is killed too, has each as completed, and
 * events were trimmed under all this.
 */
export async function engineScenario({ cycles, seed }: CrashOptions): Promise<Verdict> {
  const random = seededRandom(seed)
  let platform = await startPlatform({ args: ['--process-checkpoint', CHECKPOINT_KIB] })
  const gateway = plainGateway(platform.ready.zeebe)
  const records = new Records()
  const onlooker = new Onlooker(platform.ready.console ?? '')
  const starts: number[] = []
  let events = { written: 0, trimmed: 0 }
  try {
    await deploy(gateway)
    const workers = JOB_TYPES.map((type) => new Worker(type, gateway, records))
    const customers = Array.from(
      { length: CUSTOMERS },
      (_, at) => new Customer(`c${at}`, gateway, records, seededRandom(seed + at + 1)),
    )
    for (let cycle = 1; cycle <= cycles && records.failures.length === 0; cycle++) {
      platform = await killAndRestart(platform, random)
      starts.push(platform.ready.ms)
      console.error(
        `  cycle ${cycle}: ${records.created.size} instances, ${records.begun.size} starts by message, ` +
          `${records.completions} jobs acknowledged, ready in ${platform.ready.ms} ms, ${records.failures.length} failures`,
      )
    }
    await Promise.all(customers.map((customer) => customer.stop()))
    const missing = await drained(records)
    await Promise.all(workers.map((worker) => worker.stop()))
    await onlooker.stop()
    records.failures.push(...missing, ...(await stillThere(gateway, records)))
    records.failures.push(...(await onlooker.notCompleted(records.created.keys())))
    await platform.stop()
    events = await trimmedEvents(platform.dataDir)
    if (cycles >= CYCLES_THAT_TRIM && events.trimmed === 0) records.failures.push('no event was trimmed')
  } finally {
    gateway.close()
    await onlooker.stop()
    await platform.remove()
  }
  const slowest = Math.max(0, ...starts)
  return {
    summary:
      `${starts.length} kills, ${records.created.size} instances, ${records.paid.size + records.begun.size} messages, ` +
      `${records.completions} jobs acknowledged, ${records.repeated} handed out again before that, ` +
      `${events.trimmed} of ${events.written} events trimmed below checkpoints, ${onlooker.answers} looks into the history, ` +
      `slowest restart ${slowest} ms`,
    failures: records.failures,
  }
}

async function deploy(gateway: PlainGateway): Promise<void> {
  const resources = Object.entries({ order, started }).map(([name, xml]) => ({
    name: `${name}.bpmn`,
    content: Buffer.from(xml),
  }))
  const { code, text } = await patient(gateway, 'DeployResource', { resources })
  if (code !== 'OK') throw new Error(`the processes cannot be deployed: ${code} ${text}`)
}

/** Waits until everything that was acknowledged has come to its end, for a minute at most; gives what has not. */
async function drained(records: Records): Promise<string[]> {
  const deadline = performance.now() + DRAIN_MS
  for (;;) {
    const missing = records.missing()
    if (missing.length === 0 || performance.now() > deadline || records.failures.length > 0) return missing
    await sleep(LOOK_EVERY_MS)
  }
}

/** An instance that has done its last job has ended: it can no longer be cancelled. */
async function stillThere(gateway: PlainGateway, records: Records): Promise<string[]> {
  const failures: string[] = []
  for (const processInstanceKey of records.created.keys()) {
    const { code } = await patient(gateway, 'CancelProcessInstance', { processInstanceKey })
    if (code !== 'NOT_FOUND') failures.push(`instance ${processInstanceKey} had not ended: cancelling it gave ${code}`)
  }
  return failures
}
