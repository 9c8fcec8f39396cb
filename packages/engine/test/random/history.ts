import { type Random, Refusal, below, shuffled } from '@millrace/kernel'
import { DEFAULT_TENANT } from '../../src/commands/command.ts'
import type { TestEngine } from '../engine.ts'
import { randomProcess } from './drawing.ts'

type Act = (engine: TestEngine, random: Random) => Promise<unknown>

export const JOB_TYPES = ['work', 'io.camunda.zeebe:userTask']
const JOB_MS = 20_000

const broadcast = (engine: TestEngine) =>
  engine.core.run('broadcastSignal', { signalName: 's', variables: { n: 5 }, tenantId: DEFAULT_TENANT })

/** Things that the outside can do while others do theirs. Each may be refused. */
const acts: Readonly<Record<string, Act>> = {
  start: (engine, random) => engine.start('p', { n: below(random, 3), key: `k${below(random, 3)}` }),
  startAgain: (engine, random) => engine.start('p', { n: below(random, 3), key: `k${below(random, 3)}` }),
  work: async (engine, random) => {
    for (const type of JOB_TYPES) {
      for (const { key } of shuffled(random, await engine.activate(type, 4, JOB_MS))) {
        await engine.core.run('completeJob', {
          jobKey: key,
          variables: below(random, 2) === 0 ? {} : { n: below(random, 4) },
        })
      }
    }
  },
  publish: (engine, random) => {
    const id = below(random, 3) === 0 ? { id: `i${below(random, 3)}` } : {}
    const name = ['m', 'h', 'begin'][below(random, 3)] ?? 'm'
    return engine.publish(name, `k${below(random, 3)}`, { ttl: below(random, 2) * 7000, variables: { n: 2 }, ...id })
  },
  broadcast,
  // Events reach a scope while another interrupts it.
  rush: (engine) => {
    const told = ['k0', 'k1', 'k2'].flatMap((key) => [engine.publish('h', key), engine.publish('m', key)])
    return Promise.all([broadcast(engine), ...told, broadcast(engine)])
  },
  advance: (engine, random) => engine.clock.advance(below(random, 6000)),
  fail: async (engine, random) => {
    const retries = below(random, 3)
    for (const { key } of await engine.activate('work', 1, JOB_MS)) {
      const failed = {
        retries,
        errorMessage: 'no',
        retryBackOff: below(random, 2) * 3000,
        variables: { failed: retries },
      }
      await engine.core.run('failJob', { jobKey: key, ...failed })
    }
  },
  throw: async (engine, random) => {
    const errorCode = below(random, 3) === 0 ? 'OTHER' : 'E'
    for (const { key } of await engine.activate('work', 1, JOB_MS)) {
      await engine.core.run('throwError', { jobKey: key, errorCode, errorMessage: '', variables: { n: 3 } })
    }
  },
  yield: async (engine) => {
    const jobs = await engine.activate('work', 2, JOB_MS)
    await engine.core.run('yieldJobs', { jobKeys: jobs.map(({ key }) => key) })
  },
  moreTime: async (engine, random) => {
    const [jobKey] = pick(random, [...engine.core.state.jobs.entries()]) ?? [0]
    await engine.core.run('updateJobTimeout', { jobKey, timeout: below(random, 5000) })
  },
  moreRetries: async (engine, random) => {
    const [jobKey] = pick(random, [...engine.core.state.jobs.entries()]) ?? [0]
    await engine.core.run('updateJobRetries', { jobKey, retries: 1 + below(random, 3) })
  },
  // A text is no number: conditions have incidents.
  set: async (engine, random) => {
    const [elementInstanceKey] = pick(random, [...engine.core.state.instances.entries()]) ?? [0]
    const variables = { n: below(random, 4) === 0 ? 'x' : below(random, 4) }
    await engine.core.run('setVariables', { elementInstanceKey, variables, local: below(random, 2) === 0 })
  },
  resolve: async (engine, random) => {
    const incident = pick(random, engine.incidents())
    if (incident !== undefined) await engine.core.run('resolveIncident', { incidentKey: incident.key })
  },
  cancel: async (engine, random) => {
    const roots = [...engine.core.state.instances.entries()].filter(([, { scopeKey }]) => scopeKey === -1)
    const [processInstanceKey] = pick(random, roots) ?? [0]
    await engine.core.run('cancelProcessInstance', { processInstanceKey })
  },
  checkpoint: (engine) => engine.core.checkpoint(),
}

/** Things that are done while nobody else does anything. */
const alone: readonly Act[] = [
  (engine) => engine.restart(),
  (engine) => engine.crash(),
  (engine, random) => engine.deploy(randomProcess(random, 'p', ['q', 'r']).builder),
]

const pick = <T>(random: Random, of: readonly T[]): T | undefined => of[below(random, Math.max(1, of.length))]

/** Does one thing, or several at a time. */
export async function act(engine: TestEngine, random: Random, except: readonly string[] = []): Promise<void> {
  if (below(random, 10) === 0) {
    await pick(random, alone)?.(engine, random)
    return
  }
  const names = Object.keys(acts).filter((name) => !except.includes(name))
  const chosen = Array.from({ length: 1 + below(random, 3) }, () => pick(random, names) ?? 'work')
  await Promise.all(
    chosen.map((name) =>
      acts[name]?.(engine, random).catch((thrown: unknown) => {
        if (!(thrown instanceof Refusal)) throw thrown
      }),
    ),
  )
}

/** Brings everything that runs to its end: what is left afterwards would be stuck for ever. */
export async function drain(engine: TestEngine): Promise<void> {
  const { core } = engine
  for (let round = 0; round < 300 && core.state.instances.size > 0; round++) {
    await engine.settled()
    for (const { key: incidentKey, elementInstanceKey } of engine.incidents()) {
      // Resolving the one before may have ended the element of this one.
      if (core.state.incidents.get(incidentKey) === undefined) continue
      await core.run('setVariables', { elementInstanceKey, variables: { n: 1 }, local: false })
      await engine.resolve(incidentKey)
    }
    for (const type of JOB_TYPES) {
      for (const job of await engine.activate(type, 100, JOB_MS)) {
        await core.run('completeJob', { jobKey: job.key, variables: {} }).catch(() => undefined)
      }
    }
    for (const key of ['k0', 'k1', 'k2']) await engine.publish('m', key)
    await core.run('broadcastSignal', { signalName: 's', variables: {}, tenantId: DEFAULT_TENANT })
    await engine.advance(25_000)
  }
}
