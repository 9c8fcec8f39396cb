import {
  type AnyTopic,
  type KafkaClient,
  type RecordOf,
  type Topic,
  json,
  orTombstone,
  text,
  topic,
} from '@millrace/client'
import { hex, uuidV7 } from '@millrace/kernel'
import { type Processor, type View, processor, view } from '@millrace/streams'
import type { z } from 'zod'
import type { EntityAccess } from './access.ts'
import type { Answer } from './answer.ts'
import { Answers } from './answers.ts'
import { type AnswerRecord, type Envelope, PARTITIONS, answerTopic, commandTopic } from './command.ts'
import type { Decision, Job } from './decision.ts'
import { EntityModel } from './entity-model.ts'
import { Jobs } from './jobs.ts'
import { type Kept, type RequestKey, decideOnce, keptSchema } from './kept.ts'

export interface EntityKind<S, C, In extends AnyTopic> {
  /** The consumer group, and the beginning of the internal topics' names. */
  readonly id: string
  readonly state: z.ZodType<S>
  readonly command: z.ZodType<C>
  /** Topics whose events change the entities, by the same key. */
  readonly inputs: readonly In[]
  /** Pure. `now` is domain time, ms since epoch. */
  readonly onCommand: (state: S | undefined, command: C, now: number, id: string) => Decision<S>
  readonly onEvent: (state: S | undefined, event: RecordOf<In>, now: number) => Decision<S>
  /** Another name that entities are looked up by. */
  readonly alias?: (state: S) => string
  /** What an entity has to have done, outside of Kafka. */
  readonly jobs?: (state: S) => readonly Job[]
  /** Does a job; gives the command that settles it. A throw: the job is done again. */
  readonly perform?: (state: S, job: Job, signal: AbortSignal) => Promise<C> | C
}

const COMMIT_EVERY_MS = 10
const ANSWER_MOST_MS = 10_000
const STORE = 'entities'

/** One instance's share of the entities of a service, and its view of all of them. */
export class Entities<S, C, In extends AnyTopic> implements EntityAccess<S, C> {
  readonly #kafka: KafkaClient
  readonly #kind: EntityKind<S, C, In>
  readonly #instance: string
  readonly #commands: Topic<string, string, Envelope<C>>
  readonly #answerTopic: Topic<string, string, AnswerRecord>
  readonly #answers: Answers
  readonly #listeners = new Set<(state: S) => void>()
  #view: View<EntityModel<S>> | undefined
  #processor: Processor<Record<never, never>> | undefined
  #jobs: Jobs | undefined

  constructor(kafka: KafkaClient, kind: EntityKind<S, C, In>) {
    this.#kafka = kafka
    this.#kind = kind
    this.#instance = hex(kafka.ports.random.bytes(8))
    this.#commands = commandTopic(kind.id, kind.command)
    this.#answerTopic = answerTopic(kind.id)
    this.#answers = new Answers(kafka, this.#answerTopic, this.#instance)
  }

  /** Creates the topics, restores, joins the group. `instanceId` is stable and of this instance alone. */
  async start(instanceId: string | undefined): Promise<void> {
    const { id, inputs } = this.#kind
    const changelog = this.#changelog()
    await this.#kafka.admin().ensureTopics([changelog, this.#commands, this.#answerTopic, ...inputs])
    await this.#answers.start(this.#kafka)
    const all = view<typeof changelog, EntityModel<S>>(this.#kafka, {
      name: `${id}.view`,
      topics: [changelog],
      empty: () => new EntityModel<S>(this.#kind.alias),
      apply: (model, { key, value, partition }) => model.apply(key, value, partition),
      deadLetter: 'off',
    })
    this.#view = all
    this.#processor = this.#process(instanceId)
    this.#jobs = this.#startJobs(all)
    await all.ready()
    this.#tell(all)
    all.onApplied(() => this.#tell(all))
    all.onReplaced(() => this.#tell(all))
    await this.#processor.ready
  }

  get model(): EntityModel<S> {
    return this.#all.state
  }

  get partitions(): readonly number[] {
    return this.#processor?.partitions ?? []
  }

  get lag(): number {
    return this.#processor?.lag ?? 0
  }

  current(): Promise<void> {
    return this.#all.current(ANSWER_MOST_MS)
  }

  onChange(listener: (state: S) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async submit(id: string, command: C, request?: RequestKey): Promise<Answer> {
    const { random, clocks } = this.#kafka.ports
    const commandId = uuidV7(random, clocks.domain.now())
    const answer = this.#answers.wait(commandId, ANSWER_MOST_MS)
    answer.catch(() => undefined)
    const envelope = { commandId, instance: this.#instance, command, ...(request !== undefined && { request }) }
    try {
      await this.#kafka.producer().send(this.#commands.record(id, envelope))
    } catch (error) {
      this.#answers.forget(commandId)
      throw error
    }
    return answer
  }

  async stop(): Promise<void> {
    await this.#jobs?.stop()
    await this.#processor?.stop()
    await this.#view?.stop()
    await this.#answers.close()
  }

  get #all(): View<EntityModel<S>> {
    if (this.#view === undefined) throw new Error('the entities are not started')
    return this.#view
  }

  #changelog(): Topic<string, string, Kept<S> | null> {
    return topic({
      name: `${this.#kind.id}-${STORE}-changelog`,
      key: text(),
      value: orTombstone(json(keptSchema(this.#kind.state))),
      partitions: PARTITIONS,
      configs: { 'cleanup.policy': 'compact' },
    })
  }

  #process(instanceId: string | undefined): Processor<Record<never, never>> {
    const { id, state, inputs, onEvent, onCommand } = this.#kind
    const { domain } = this.#kafka.ports.clocks
    return processor(this.#kafka, {
      id,
      inputs: [this.#commands, ...inputs] as unknown as readonly Topic<string, string, unknown>[],
      stores: { [STORE]: { key: text(), value: json(keptSchema(state)) } },
      commitEveryMs: COMMIT_EVERY_MS,
      ...(instanceId !== undefined && { instanceId }),
      process: (record, { stores, send }) => {
        const now = domain.now()
        const store = stores[STORE] as { get(key: string): Kept<S> | undefined; set(key: string, kept: Kept<S>): void }
        const { key } = record
        const before = store.get(key)
        const publish = (outputs: Decision<S>['send']): void => {
          for (const output of outputs ?? []) send({ timestamp: now, ...output })
        }
        if (record.topic !== this.#commands.name) {
          const { next, send: outputs } = onEvent(before?.state, record as unknown as RecordOf<In>, now)
          if (next !== undefined) store.set(key, { state: next, requests: before?.requests ?? [] })
          publish(outputs)
          return
        }
        const { commandId, instance, request, command } = record.value as Envelope<C>
        const decision = decideOnce(before, request, (given) => onCommand(given, command, now, key))
        if (decision.kept !== undefined) store.set(key, decision.kept)
        publish([
          ...(decision.send ?? []),
          this.#answerTopic.record(key, { commandId, instance, answer: decision.answer }),
        ])
      },
    })
  }

  #startJobs(all: View<EntityModel<S>>): Jobs {
    const { jobs = () => [], perform } = this.#kind
    return new Jobs({
      clocks: this.#kafka.ports.clocks,
      log: this.#kafka.ports.log,
      ownedPartitions: () => this.partitions,
      pending: () => all.state.ids(),
      jobsOf: (id) => {
        const entry = all.state.entry(id)
        return entry !== undefined && this.partitions.includes(entry.partition) ? jobs(entry.state) : undefined
      },
      perform: async (id, job, signal) => {
        const state = all.state.get(id)
        if (state === undefined || perform === undefined) return
        await this.submit(id, await perform(state, job, signal))
        // The model has what was settled, or the job would be done again.
        await this.current()
      },
    })
  }

  #tell(all: View<EntityModel<S>>): void {
    for (const id of all.state.takeUntold()) {
      const state = all.state.get(id)
      if (state === undefined) continue
      this.#jobs?.look(id)
      for (const listener of this.#listeners) listener(state)
    }
  }
}
