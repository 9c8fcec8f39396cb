import type { ProcessBuilder } from '@millrace/bpmn'
import { type VirtualClock, seededRandom, virtualClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { afterEach, expect } from 'vitest'
import { linesOf } from '../src/checkpoint/sections.ts'
import type { ActivatedJob } from '../src/commands/activate-jobs.ts'
import { DEFAULT_TENANT } from '../src/commands/command.ts'
import { EventRetention } from '../src/checkpoint/retention.ts'
import { type Engine, type EngineLimits, openEngine } from '../src/engine.ts'
import { decodeEvent } from '../src/records/codec.ts'
import type { EngineEvent, ValueType } from '../src/records/record.ts'
import type { JsonObject } from '../src/records/schema.ts'
import { storedFrom } from '../src/records/stream.ts'
import { EVENTS_PARTITION } from '../src/runtime/partitions.ts'
import { replay } from '../src/runtime/replay.ts'
import type { State, StateReader } from '../src/state/state.ts'

export const START = Date.UTC(2026, 0, 1)
const running: TestEngine[] = []

/** After every test the log, replayed into an empty state, gives the state that the engine had. */
afterEach(async () => {
  for (const engine of running.splice(0)) {
    await engine.expectReplayed()
    await engine.core.close()
  }
})

/** An engine over a log in memory, with a clock that is moved by hand. */
export async function testEngine(
  limits: Partial<EngineLimits> = {},
  wrapped: (log: Log) => Log = (log) => log,
): Promise<TestEngine> {
  const clocks = virtualClocks(START)
  const log = wrapped(memoryLog({ clocks }))
  const random = seededRandom(1)
  // Tests read every event from the first on.
  const retention = new EventRetention()
  retention.keep('test', 0)
  const ports = { log, clocks, random, limits, retention }
  const engine = new TestEngine(ports, await openEngine(ports))
  running.push(engine)
  return engine
}

interface Ports {
  readonly log: Log
  readonly clocks: ReturnType<typeof virtualClocks>
  readonly random: ReturnType<typeof seededRandom>
  readonly limits: Partial<EngineLimits>
  readonly retention: EventRetention
}

export class TestEngine {
  core: Engine
  readonly ports: Ports

  constructor(ports: Ports, core: Engine) {
    this.ports = ports
    this.core = core
  }

  get clock(): VirtualClock {
    return this.ports.clocks.domain
  }

  async deploy(...drawn: readonly Pick<ProcessBuilder, 'toXml'>[]) {
    const resources = drawn.map((each, index) => ({ name: `p${index}.bpmn`, content: Buffer.from(each.toXml()) }))
    return this.core.run('deploy', { resources, tenantId: DEFAULT_TENANT })
  }

  /** Starts the latest version of a process; gives the key of the instance. */
  async start(bpmnProcessId: string, variables: JsonObject = {}): Promise<number> {
    const created = await this.core.run('createProcessInstance', creation(bpmnProcessId, variables))
    await this.settled()
    return created.processInstanceKey
  }

  async startWithResult(bpmnProcessId: string, variables: JsonObject = {}): Promise<JsonObject> {
    return (await this.core.runWithResult(creation(bpmnProcessId, variables))).variables
  }

  activate(type: string, most = 100, timeout = 60_000): Promise<readonly ActivatedJob[]> {
    const request = { type, worker: 'test', timeout, maxJobsToActivate: most, fetchVariables: [] }
    return this.core.run('activateJobs', { ...request, tenantIds: [DEFAULT_TENANT] })
  }

  /** The one job of a type. */
  async job(type: string): Promise<ActivatedJob> {
    const jobs = await this.activate(type)
    expect(jobs, `jobs of type ${type}`).toHaveLength(1)
    return jobs[0] as ActivatedJob
  }

  /** Completes the one job of a type. */
  async complete(type: string, variables: JsonObject = {}): Promise<void> {
    const { key } = await this.job(type)
    await this.core.run('completeJob', { jobKey: key, variables })
    await this.settled()
  }

  async publish(
    name: string,
    correlationKey: string,
    more: { variables?: JsonObject; ttl?: number; id?: string } = {},
  ) {
    const { variables = {}, ttl = 0, id = '' } = more
    const message = { name, correlationKey, timeToLive: ttl, messageId: id, variables, tenantId: DEFAULT_TENANT }
    const published = await this.core.run('publishMessage', message)
    await this.settled()
    return published
  }

  async advance(ms: number): Promise<void> {
    await this.settled()
    await this.clock.advance(ms)
    await this.settled()
  }

  settled(): Promise<void> {
    return this.core.idle()
  }

  async events(): Promise<readonly EngineEvent[]> {
    await this.settled()
    const partition = this.ports.log.partition(EVENTS_PARTITION)
    const events: EngineEvent[] = []
    if (partition !== undefined) for await (const record of storedFrom(partition, 0)) events.push(decodeEvent(record))
    return events
  }

  async eventsOf<V extends ValueType>(valueType: V): Promise<readonly EngineEvent<V>[]> {
    return (await this.events()).filter(
      (event) => event.valueType === valueType,
    ) as unknown as readonly EngineEvent<V>[]
  }

  /** Ids of the elements that reached a stage, in order. */
  async reached(stage: 'ACTIVATED' | 'COMPLETED' | 'TERMINATED'): Promise<readonly string[]> {
    const found = (await this.eventsOf('PROCESS_INSTANCE')).filter(({ intent }) => intent === `ELEMENT_${stage}`)
    return found.map(({ value }) => value.elementId)
  }

  completed(): Promise<readonly string[]> {
    return this.reached('COMPLETED')
  }

  /** The variables that a process ended with, or has now. */
  async variables(scopeKey: number): Promise<JsonObject> {
    const found: Record<string, JsonObject[string]> = {}
    for (const { value } of await this.eventsOf('VARIABLE')) {
      if (value.scopeKey === scopeKey) found[value.name] = value.value
    }
    return found
  }

  incidents() {
    return [...this.core.state.incidents.entries()].map(([key, { errorType, errorMessage, elementInstanceKey }]) => ({
      key,
      errorType,
      errorMessage,
      elementInstanceKey,
    }))
  }

  /** Resolves an incident; a job that has no retries left gets one. */
  async resolve(incidentKey: number): Promise<void> {
    const jobKey = this.core.state.incidents.get(incidentKey)?.jobKey ?? -1
    const job = this.core.state.jobs.get(jobKey)
    if (job?.state === 'FAILED' && job.retries < 1) await this.core.run('updateJobRetries', { jobKey, retries: 1 })
    await this.core.run('resolveIncident', { incidentKey })
    await this.settled()
  }

  /** Stops, and starts again from the log. */
  async restart(): Promise<void> {
    await this.settled()
    await this.crash()
    await this.settled()
  }

  /** Stops in the middle of whatever is going on, and starts again from the log. */
  async crash(): Promise<void> {
    await this.core.close()
    this.core = await openEngine(this.ports)
  }

  async expectReplayed(): Promise<void> {
    await this.settled()
    const { state } = await replay(this.ports.log)
    expect(dump(state)).toEqual(dump(this.core.state))
  }
}

export const creation = (bpmnProcessId: string, variables: JsonObject) => ({
  bpmnProcessId,
  processDefinitionKey: 0,
  version: -1,
  variables,
  startInstructions: [],
  tenantId: DEFAULT_TENANT,
})

/** Parts of a state whose entries have no order of their own. */
const UNORDERED: ReadonlySet<string> = new Set(['versions', 'banned', 'variables'])

/** A state as text, line by line, in its own order where it has one; without the sections that are named. */
export function dump(state: StateReader, without: readonly string[] = []): readonly string[] {
  const lines = [...linesOf(state as unknown as State, without)]
  const unordered = lines.filter(([section]) => UNORDERED.has(section)).map((line) => JSON.stringify(line))
  const ordered = lines.filter(([section]) => !UNORDERED.has(section)).map((line) => JSON.stringify(line))
  return [...ordered, ...unordered.sort()]
}
