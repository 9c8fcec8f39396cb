import { type Clocks, Fault, type LogPort, type Random, Refusal, messageOf } from '@millrace/kernel'
import { type Log, buildBatch } from '@millrace/log'
import { writeCheckpoint } from './checkpoint/checkpoint.ts'
import { EventRetention } from './checkpoint/retention.ts'
import { Snapshot } from './checkpoint/snapshot.ts'
import { type DueCommand, Schedule } from './clocks/schedule.ts'
import { type CommandName, type RequestOf, type ResponseOf, commands } from './commands/index.ts'
import { JobDispatch } from './jobs/dispatch.ts'
import { encodeEvent } from './records/codec.ts'
import type { EngineEvent } from './records/record.ts'
import type { JsonObject } from './records/schema.ts'
import { ban } from './runtime/ban.ts'
import { LiveStep } from './runtime/live-step.ts'
import { CHECKPOINT_PARTITION, EVENTS_PARTITION } from './runtime/partitions.ts'
import { replay } from './runtime/replay.ts'
import { Results } from './runtime/results.ts'
import type { State, StateReader } from './state/state.ts'

export interface EngineLimits {
  /** Follow-ups in one turn; what is left takes its turn after the others. */
  readonly turnSteps: number
  /** Commands whose events wait for the disk; beyond it new work is refused, and work under way goes on. */
  readonly pendingCommandCount: number
  /** Events that are written between two checkpoints. */
  readonly checkpointBytes: number
}

const DEFAULTS: EngineLimits = { turnSteps: 1000, pendingCommandCount: 5000, checkpointBytes: 32 << 20 }

export interface EngineOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly random: Random
  readonly limits?: Partial<EngineLimits>
  /** Who else reads the events: what they need is kept. */
  readonly retention?: EventRetention
  /** Hears of process instances that were banned. */
  readonly report?: LogPort
}

/** Work that is the engine's own has failed for want of the disk: it is tried again after this. */
const TRY_AGAIN_MS = 500

/** Commands that finish what was begun: never refused for load. */
const FINISHING: ReadonlySet<CommandName> = new Set<CommandName>([
  'completeJob',
  'failJob',
  'throwError',
  'cancelProcessInstance',
  'resolveIncident',
  'updateJobRetries',
  'updateJobTimeout',
  'triggerTimer',
  'timeOutJob',
  'recurJob',
  'yieldJobs',
  'expireMessage',
])

/**
 * Opens the engine over its stream in the log.
 *
 * @throws Fault ENGINE_FORMAT when another version wrote the stream
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { log } = options
  const missing = [EVENTS_PARTITION, CHECKPOINT_PARTITION].filter((number) => log.partition(number) === undefined)
  if (missing.length > 0) await log.append({ create: missing }).durable
  const { state } = await replay(log)
  return new Engine(options, state)
}

/** The process engine: commands in, answers out once what they changed is durable. */
export class Engine {
  readonly jobs: JobDispatch
  readonly #log: Log
  readonly #clocks: Clocks
  readonly #feel: { readonly clock: Clocks['domain']; readonly random: Random }
  readonly #limits: EngineLimits
  readonly #results = new Results()
  readonly #retention: EventRetention
  readonly #report: LogPort | undefined
  #schedule: Schedule
  #state: State
  #durable: Promise<void> = Promise.resolve()
  #pending = 0
  #sinceCheckpoint = 0
  #checkpoint: Promise<void> | undefined
  #turn: NodeJS.Immediate | undefined
  #recovering: Promise<void> | undefined
  #stopped: Fault | undefined

  constructor(options: EngineOptions, state: State) {
    const { log, clocks, random, limits } = options
    this.#log = log
    this.#clocks = clocks
    this.#feel = { clock: clocks.domain, random }
    this.#limits = { ...DEFAULTS, ...limits }
    this.#retention = options.retention ?? new EventRetention()
    this.#report = options.report
    this.#state = state
    this.jobs = new JobDispatch(clocks.liveness, {
      activate: (request) => this.run('activateJobs', request),
      waiting: (type) => this.#state.jobs.keys('activatable', type).size,
    })
    this.#schedule = this.#newSchedule()
    this.#schedule.rebuild(state)
    this.#scheduleTurn()
  }

  get state(): StateReader {
    return this.#state
  }

  /**
   * Does one command. Resolves when everything it changed is durable; rejects with a Refusal when the command cannot
   * be done, RESOURCE_EXHAUSTED when too much waits for the disk, or a Fault when the log has stopped.
   */
  async run<Name extends CommandName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
    this.#refuseLoad(name)
    return this.#turnOf<ResponseOf<Name>>((step) => {
      const command = commands[name] as unknown as (step: LiveStep, asked: RequestOf<Name>) => ResponseOf<Name>
      return command(step, request)
    })
  }

  /** Starts a process and waits for its end; gives its variables. `abandon` is called with the key once it is known. */
  async runWithResult(
    request: RequestOf<'createProcessInstance'>,
    signal?: AbortSignal,
  ): Promise<ResponseOf<'createProcessInstance'> & { readonly variables: JsonObject }> {
    this.#refuseLoad('createProcessInstance')
    let result: Promise<JsonObject> | undefined
    const created = await this.#turnOf((step) => {
      const found = commands.createProcessInstance(step, request)
      result = this.#results.wait(found.processInstanceKey)
      result.catch(() => undefined)
      signal?.addEventListener('abort', () => this.#results.forget(found.processInstanceKey), { once: true })
      return found
    })
    return { ...created, variables: (await result) ?? {} }
  }

  /** Resolves when nothing is left to do now and all of it is durable. */
  async idle(): Promise<void> {
    for (;;) {
      await this.#recovering
      await this.#durable
      if (this.#state.turns.size === 0 && this.#pending === 0 && this.#schedule.settled) return
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }

  /** Writes a checkpoint now, after one that is being written. */
  async checkpoint(): Promise<void> {
    await this.idle()
    await this.#checkpoint
    this.#startCheckpoint()
    await this.#checkpoint
  }

  async close(): Promise<void> {
    this.#stopped ??= new Fault('ENGINE_STOPPED', 'the engine is stopping')
    this.jobs.close()
    this.#schedule.close()
    if (this.#turn !== undefined) clearImmediate(this.#turn)
    await this.#checkpoint?.catch(() => undefined)
    await this.#durable.catch(() => undefined)
  }

  #refuseLoad(name: CommandName): void {
    if (this.#stopped !== undefined) throw this.#stopped
    if (this.#pending < this.#limits.pendingCommandCount || FINISHING.has(name)) return
    throw new Refusal('RESOURCE_EXHAUSTED', `${this.#pending} commands wait for the disk: try again later`)
  }

  /**
   * One turn: the work, its follow-ups, one frame in the log. It begins in the very step in which memory was seen to be
   * whole: never on what a broken turn has left there.
   */
  async #turnOf<T>(work: (step: LiveStep) => T): Promise<T> {
    while (this.#recovering !== undefined) await this.#recovering
    if (this.#stopped !== undefined) throw this.#stopped
    const step = new LiveStep(this.#state, this.#clocks.domain.now(), this.#feel, (key, outcome) =>
      this.#results.note(this.#state, key, outcome),
    )
    let response: T
    try {
      response = work(step)
      step.finish(this.#limits.turnSteps)
      this.#append(step.events)
    } catch (thrown) {
      this.#broken(step, thrown)
      // What the rejection tells may not be durable yet: it goes out after it.
      await this.#durable
      throw thrown
    }
    const ended = this.#results.takeEnded()
    this.#scheduleTurn()
    this.#pending += 1
    try {
      await this.#durable
    } finally {
      this.#pending -= 1
    }
    this.#results.answer(ended)
    this.#tellWorkers(step.events)
    return response
  }

  /** A turn did not come to its end: what it did is undone, and the process whose fault it was is banned. */
  #broken(step: LiveStep, thrown: unknown): void {
    const [culprit, begun] = [step.atWork, step.events.length > 0]
    if (begun) this.#recover(thrown instanceof Fault)
    if (thrown instanceof Fault || thrown instanceof Refusal || culprit === undefined) return
    const reason = messageOf(thrown)
    this.#report?.error({ processInstanceKey: culprit, reason }, 'a process instance is banned: its work failed')
    this.#tidy((banning) => ban(banning, culprit, reason))
  }

  /** Work of the engine's own that puts things in order. */
  #tidy(work: (step: LiveStep) => void): void {
    this.#turnOf(work).catch((thrown: unknown) =>
      this.#report?.error({ reason: messageOf(thrown) }, 'the engine could not put things in order'),
    )
  }

  #append(events: readonly EngineEvent[]): void {
    if (events.length === 0) return
    const bytes = buildBatch({ records: events.map(encodeEvent), timestamp: this.#clocks.domain.now() })
    this.#durable = this.#log.append({ batches: [{ partition: EVENTS_PARTITION, bytes }] }).durable
    this.#durable.catch(() => undefined)
    for (const event of events) this.#schedule.note(event)
    this.#sinceCheckpoint += bytes.length
    if (this.#sinceCheckpoint > this.#limits.checkpointBytes) this.#startCheckpoint()
  }

  #tellWorkers(events: readonly EngineEvent[]): void {
    for (const event of events) {
      if (event.valueType === 'JOB' && event.intent !== 'ACTIVATED') this.jobs.offer(event.value.type)
      else if (event.valueType === 'INCIDENT') {
        const job = this.#state.jobs.get(event.value.jobKey)
        if (job?.state === 'ACTIVATABLE') this.jobs.offer(job.type)
      }
    }
  }

  /** Suspended work takes its turn after the commands that have arrived meanwhile, oldest first. */
  #scheduleTurn(): void {
    if (this.#turn !== undefined || this.#stopped !== undefined || this.#state.turns.size === 0) return
    this.#turn = setImmediate(() => {
      this.#turn = undefined
      const [next] = this.#state.turns.entries()
      if (next === undefined || this.#stopped !== undefined) return
      this.#turnOf((step) => step.resume(next[0])).catch((thrown: unknown) => this.#turnFailed(next[0], thrown))
    })
  }

  /** A turn that the disk did not take is tried again; one that is broken is given up, for it would break again. */
  #turnFailed(turnKey: number, thrown: unknown): void {
    if (thrown instanceof Fault) this.#clocks.liveness.timerIn(TRY_AGAIN_MS, () => this.#scheduleTurn())
    else this.#tidy((step) => step.emit('TURN', 'RESUMED', turnKey, { commands: [] }))
  }

  #newSchedule(): Schedule {
    const fire = (command: DueCommand, key: number): void => {
      this.run(command, key).catch(() => undefined)
    }
    return new Schedule(this.#clocks.domain, fire)
  }

  #startCheckpoint(): void {
    this.#checkpoint ??= this.#writeCheckpoint().finally(() => {
      this.#checkpoint = undefined
    })
    this.#checkpoint.catch(() => undefined)
  }

  async #writeCheckpoint(): Promise<void> {
    this.#sinceCheckpoint = 0
    const position = this.#log.partition(EVENTS_PARTITION)?.nextOffset ?? 0
    const snapshot = new Snapshot(this.#state)
    try {
      await writeCheckpoint(snapshot, position, {
        log: this.#log,
        liveness: this.#clocks.liveness,
        retention: this.#retention,
        timestamp: this.#clocks.domain.now(),
        stopped: () => this.#stopped !== undefined,
      })
    } finally {
      snapshot.close()
    }
  }

  /**
   * A turn broke in the middle: what it changed in memory is not in the log, so memory is made anew from the log. After a
   * fault of the disk, what is due waits a moment: it would fail again at once.
   */
  #recover(fault: boolean): void {
    this.#schedule.close()
    this.#recovering ??= this.#durable
      .then(() => replay(this.#log))
      .then(({ state }) => {
        this.#state = state
        const schedule = this.#newSchedule()
        this.#schedule = schedule
        const rebuild = (): void => schedule.rebuild(state)
        if (fault) this.#clocks.liveness.timerIn(TRY_AGAIN_MS, rebuild)
        else rebuild()
      })
      .catch((thrown: unknown) => {
        this.#stopped = new Fault('ENGINE_STOPPED', 'the engine cannot read its log', { cause: thrown })
      })
      .finally(() => {
        this.#recovering = undefined
      })
  }
}
