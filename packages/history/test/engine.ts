import { type ProcessBuilder, process } from '@millrace/bpmn'
import { DEFAULT_TENANT as tenantId, EVENTS_PARTITION, type Engine, EventRetention, openEngine } from '@millrace/engine'
import {
  type Clocks,
  type Random,
  type VirtualClock,
  below,
  seededRandom,
  systemClocks,
  virtualClocks,
} from '@millrace/kernel'
import { type Log, type LogPartition, memoryLog } from '@millrace/log'
import { onTestFinished } from 'vitest'

export const START = Date.UTC(2026, 0, 1)

/** A task in a subprocess, a message that is waited for, and a call of another process. */
export const order = (): ProcessBuilder =>
  process('order')
    .startEvent('begun')
    .subProcess('charging', (inner) => inner.startEvent().serviceTask('charge', { type: 'charge' }).endEvent())
    .intermediateCatchEvent('paid', { message: 'payment', correlationKey: '=orderId' })
    .callActivity('shipping', { processId: 'ship' })
    .endEvent('done')

export const ship = (): ProcessBuilder =>
  process('ship').startEvent().serviceTask('pack', { type: 'pack', retries: '2' }).endEvent()

export interface TestEngine {
  readonly core: Engine
  readonly log: Log
  readonly events: LogPartition
  /** Domain time by hand, liveness of the system. */
  readonly clocks: Clocks
  readonly clock: VirtualClock
}

/** An engine over a log in memory with both processes deployed. */
export async function testEngine(): Promise<TestEngine> {
  const clock = virtualClocks(START).domain
  const clocks = { domain: clock, liveness: systemClocks().liveness }
  const log = memoryLog({ clocks })
  const retention = new EventRetention()
  retention.keep('test', 0)
  const core = await openEngine({ log, clocks, random: seededRandom(1), retention })
  onTestFinished(() => core.close())
  const resources = [order(), ship()].map((drawn, index) => ({
    name: `p${index}.bpmn`,
    content: Buffer.from(drawn.toXml()),
  }))
  await core.run('deploy', { tenantId, resources })
  const events = log.partition(EVENTS_PARTITION)
  if (events === undefined) throw new Error('the engine has its stream')
  return { core, log, events, clocks, clock }
}

export async function start(
  { core }: TestEngine,
  variables: Readonly<Record<string, string | number>>,
): Promise<number> {
  const created = await core.run('createProcessInstance', {
    processDefinitionKey: -1,
    bpmnProcessId: 'order',
    version: -1,
    variables,
    startInstructions: [],
    tenantId,
  })
  return created.processInstanceKey
}

export async function activate({ core }: TestEngine, type: string, most = 10): Promise<readonly number[]> {
  const asked = {
    type,
    worker: 'w',
    timeout: 60_000,
    maxJobsToActivate: most,
    fetchVariables: [],
    tenantIds: [tenantId],
  }
  return (await core.run('activateJobs', asked)).map(({ key }) => key)
}

export const fail = ({ core }: TestEngine, jobKey: number, retries: number): Promise<unknown> =>
  core.run('failJob', { jobKey, retries, errorMessage: 'no answer', retryBackOff: 0, variables: {} })

export const complete = ({ core }: TestEngine, jobKey: number, amount: number): Promise<unknown> =>
  core.run('completeJob', { jobKey, variables: { amount } })

export const publish = ({ core }: TestEngine, correlationKey: string, timeToLive: number): Promise<unknown> =>
  core.run('publishMessage', {
    name: 'payment',
    correlationKey,
    timeToLive,
    messageId: '',
    variables: { paid: true },
    tenantId,
  })

/** Does one thing that the outside could do. */
export async function act(engine: TestEngine, random: Random): Promise<void> {
  const acts = [
    () => start(engine, { orderId: `o${below(random, 4)}`, n: below(random, 3) }),
    () => publish(engine, `o${below(random, 4)}`, below(random, 2) * 7000),
    () => engine.clock.advance(below(random, 90_000)),
    () => workOn(engine, random, 'charge'),
    () => workOn(engine, random, 'pack'),
    () => resolveSome(engine),
    () => cancelSome(engine, random),
  ]
  await acts[below(random, acts.length)]?.()
  await engine.core.idle()
}

async function workOn(engine: TestEngine, random: Random, type: string): Promise<void> {
  for (const key of await activate(engine, type, 2)) {
    if (below(random, 3) === 0) await fail(engine, key, below(random, 2))
    else if (below(random, 6) > 0) await complete(engine, key, below(random, 100))
  }
}

async function resolveSome({ core }: TestEngine): Promise<void> {
  const [first] = core.state.incidents.entries()
  if (first === undefined) return
  await core.run('updateJobRetries', { jobKey: first[1].jobKey, retries: 1 })
  await core.run('resolveIncident', { incidentKey: first[0] })
}

async function cancelSome({ core }: TestEngine, random: Random): Promise<void> {
  const roots = [...core.state.instances.entries()].filter(
    ([, { scopeKey, parentElementInstanceKey }]) => scopeKey === -1 && parentElementInstanceKey === -1,
  )
  const chosen = roots[below(random, Math.max(1, roots.length))]
  if (chosen !== undefined && below(random, 3) === 0)
    await core.run('cancelProcessInstance', { processInstanceKey: chosen[0] })
}
