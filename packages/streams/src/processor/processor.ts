import type {
  AnyTopic,
  Fetcher,
  GroupMember,
  KafkaClient,
  Position,
  Transaction,
  TransactionalProducer,
  TopicPartition,
} from '@millrace/client'
import { Fault, Refusal, messageOf, pause, uuidV4 } from '@millrace/kernel'
import type {
  AnyWake,
  CommittedStoresOf,
  Processor,
  ProcessorCounts,
  ProcessorOptions,
  StoreSpecs,
} from './processor-options.ts'
import { RecordWork } from './record-work.ts'
import { openTasks } from './open-tasks.ts'
import type { Task } from './task.ts'
import { Waking } from './waking.ts'

const COMMIT_EVERY_MS = 100
const MOST_RECORDS = 20_000
const TRANSACTION_TIMEOUT_MS = 10_000
const REOPEN_MS = 500
/** For about as long as a session lasts without a heartbeat. */
const TRIES_OF_STATE = 20

/** @see Processor */
class TransactionalProcessor<T extends AnyTopic, Specs extends StoreSpecs> implements Processor<Specs> {
  readonly ready: Promise<void>
  readonly #kafka: KafkaClient
  readonly #options: ProcessorOptions<T, Specs>
  readonly #member: GroupMember
  readonly #reader: Fetcher
  readonly #work: RecordWork<T, Specs>
  readonly #waking: Waking
  readonly #tasks = new Map<number, Task>()
  readonly #opening = new AbortController()
  readonly #stop = new AbortController()
  readonly #counts = { transactions: 0, aborted: 0 }
  #assigned: readonly TopicPartition[] = []
  #producer: TransactionalProducer | undefined
  #transaction: Promise<void> | undefined
  /** Aborted when the partitions are given up. */
  #assignment = new AbortController()
  #wake = Promise.withResolvers<void>()
  #loop: Promise<void> | undefined
  #stopped: Promise<void> | undefined

  constructor(kafka: KafkaClient, options: ProcessorOptions<T, Specs>) {
    this.#kafka = kafka
    this.#options = options
    this.#work = new RecordWork(kafka, options)
    this.#waking = new Waking(kafka, options.wake as AnyWake | undefined, () => this.#notify())
    this.#reader = kafka.reader({
      deliver: (chunk, release) => {
        const task = this.#tasks.get(chunk.partition)
        if (task === undefined) release()
        else task.push(chunk, release)
        this.#notify()
      },
      lost: ({ topic, partition, reason }) => void this.#lost(topic, partition, reason),
      trouble: (reason) =>
        kafka.ports.log.error({ processor: options.id, reason: reason.message }, 'a processor cannot read'),
    })
    const first = Promise.withResolvers<void>()
    this.ready = first.promise
    this.#member = kafka.member({
      group: options.id,
      topics: options.inputs.map(({ name }) => name),
      ...(options.instanceId !== undefined && { instanceId: options.instanceId }),
      ...(options.applicationServer !== undefined && { userData: Buffer.from(options.applicationServer) }),
      onAssigned: async (partitions) => {
        this.#assigned = partitions
        this.#assignment = new AbortController()
        await this.#open(TRIES_OF_STATE)
        this.#loop ??= this.#run()
        first.resolve()
      },
      onRevoked: () => this.#close(),
    })
    this.#member.start()
  }

  get counts(): ProcessorCounts {
    return { ...this.#work.counts, ...this.#counts }
  }

  get partitions(): readonly number[] {
    return [...this.#tasks.keys()].toSorted((a, b) => a - b)
  }

  get lag(): number {
    return [...this.#tasks.values()].reduce((sum, { lag }) => sum + lag, 0)
  }

  stores(partition: number): CommittedStoresOf<Specs> | undefined {
    const task = this.#tasks.get(partition)
    if (task === undefined) return undefined
    return Object.fromEntries(
      [...task.stores].map(([name, store]) => [name, store.committed]),
    ) as CommittedStoresOf<Specs>
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end()
    return this.#stopped
  }

  async #end(): Promise<void> {
    const reason = new Fault('CLOSED', 'the processor is stopped')
    this.#opening.abort(reason)
    await this.#member.stop()
    this.#stop.abort(reason)
    this.#waking.stop()
    this.#notify()
    await this.#loop
    await this.#reader.close()
    await this.#producer?.close()
  }

  get #pausing(): boolean {
    return this.#assignment.signal.aborted
  }

  #notify(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers()
  }

  /**
   * Restores the stores of what is assigned and reads on from what is committed; goes on trying while it is assigned.
   *
   * @throws Fault STATE_IN_USE after so many tries: the group may have moved on, and who has it be the owner.
   */
  async #open(triesOfState = Infinity): Promise<void> {
    const { log, clocks } = this.#kafka.ports
    const signal = AbortSignal.any([this.#opening.signal, this.#assignment.signal])
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        const producer = await this.#transactional()
        await producer.claim()
        const tasks = await openTasks(this.#kafka, this.#member, this.#options, this.#assigned, signal)
        this.#begin(tasks)
        return
      } catch (error) {
        if (signal.aborted) return
        if (tries >= triesOfState && error instanceof Fault && error.code === 'STATE_IN_USE') throw error
        log.error(
          { processor: this.#options.id, reason: messageOf(error) },
          'a processor cannot begin its partitions yet',
        )
        await pause(clocks.liveness, REOPEN_MS, signal).catch(() => undefined)
      }
    }
  }

  #begin(tasks: readonly Task[]): void {
    for (const task of tasks) {
      this.#tasks.set(task.partition, task)
      for (const { topic, partition, offset } of task.starts()) this.#reader.assign(topic, partition, offset)
    }
    this.#notify()
  }

  /** Lets the transaction under way end, and forgets the partitions. */
  async #close(): Promise<void> {
    this.#assignment.abort(new Fault('CLOSED', 'the partitions are given up'))
    this.#notify()
    await this.#transaction
    this.#drop()
  }

  #drop(): void {
    for (const task of this.#tasks.values()) {
      for (const topic of task.topics) this.#reader.unassign(topic, task.partition)
      task.close()
    }
    this.#tasks.clear()
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const woken = this.#wake.promise
      const wait = this.#pausing ? Infinity : this.#idleMs()
      if (wait > 0) {
        this.#waking.setAlarm(this.#pausing ? [] : this.#tasks.values())
        await (Number.isFinite(wait) ? Promise.race([woken, this.#rest(wait)]) : woken)
        continue
      }
      this.#transaction = this.#commitBatch()
      await this.#transaction
      this.#transaction = undefined
    }
  }

  /** 0 when there is something to do, else how long there is surely nothing, ms. */
  #idleMs(): number {
    const now = this.#kafka.ports.clocks.liveness.now()
    let least = Infinity
    for (const task of this.#tasks.values()) {
      if (task.head() !== undefined) least = Math.min(least, Math.max(0, task.notBefore - now))
      else if (task.due().length > 0 || this.#waking.isDue(task)) least = Math.min(least, 0)
    }
    return least
  }

  async #commitBatch(): Promise<void> {
    const tasks = [...this.#tasks.values()]
    try {
      const producer = await this.#transactional()
      const committed = await producer.transaction((transaction) => this.#batch(transaction, tasks))
      const now = this.#kafka.ports.clocks.domain.now()
      for (const task of tasks) task.keep(committed, now)
      this.#counts.transactions++
    } catch (error) {
      this.#counts.aborted++
      this.#kafka.ports.log.warn(
        { processor: this.#options.id, reason: messageOf(error) },
        'a transaction was aborted; its records come again',
      )
      await this.#recover()
    }
  }

  async #batch(transaction: Transaction, tasks: readonly Task[]): Promise<Position[]> {
    const { liveness } = this.#kafka.ports.clocks
    const until = liveness.now() + (this.#options.commitEveryMs ?? COMMIT_EVERY_MS)
    let left = this.#options.mostRecords ?? MOST_RECORDS
    const send = transaction.post
    while (left > 0 && liveness.now() < until && !this.#pausing) {
      const before = left
      for (const task of tasks) {
        left -= await this.#work.some(task, Math.min(left, 100), send)
        if (this.#waking.run(task, send)) left--
      }
      if (left < before) {
        // What was read and what is to be written travels meanwhile.
        await new Promise<void>((resolve) => setImmediate(resolve))
        continue
      }
      const woken = this.#wake.promise
      await Promise.race([woken, this.#rest(Math.max(1, until - liveness.now()))])
    }
    for (const task of tasks) task.write(transaction, this.#changelogOf)
    const offsets = tasks.flatMap((task) => task.due())
    await transaction.commitOffsets(this.#member.position(offsets))
    return offsets
  }

  readonly #changelogOf = (store: string): string => `${this.#options.id}-${store}-changelog`

  /** Nobody knows what of it was committed: begin again from what the brokers have. */
  async #recover(): Promise<void> {
    this.#drop()
    if (this.#producer?.fenced === true) {
      await this.#producer.close()
      this.#producer = undefined
    }
    await this.#rest(REOPEN_MS)
    if (!this.#pausing) await this.#open()
  }

  #transactional(): Promise<TransactionalProducer> {
    const { id, instanceId = uuidV4(this.#kafka.ports.random) } = this.#options
    this.#producer ??= this.#kafka.transactionalProducer(`${id}-${instanceId}`, {
      transactionTimeoutMs: TRANSACTION_TIMEOUT_MS,
    })
    return Promise.resolve(this.#producer)
  }

  async #lost(topic: string, partition: number, reason: string): Promise<void> {
    const { log } = this.#kafka.ports
    const about = { processor: this.#options.id, topic, partition, reason }
    log.error(about, 'records of a partition are gone; reading goes on with what is there')
    const task = this.#tasks.get(partition)
    if (task === undefined) return
    while (this.#tasks.get(partition) === task) {
      const starts = await this.#kafka
        .admin()
        .offsets(topic, 'earliest')
        .catch(() => undefined)
      if (starts === undefined) await this.#rest(REOPEN_MS)
      else if (this.#tasks.get(partition) === task) {
        const start = starts[partition] ?? 0
        task.open(topic, start)
        this.#reader.assign(topic, partition, start)
        return
      }
    }
  }

  #rest(delayMs: number): Promise<void> {
    return pause(this.#kafka.ports.clocks.liveness, delayMs, this.#stop.signal).catch(() => undefined)
  }
}

/**
 * Starts one instance of a processor: consume, change state, produce and commit as one Kafka transaction, each record exactly
 * once in effect, whatever crashes. Any number of instances share the partitions.
 *
 * @throws Refusal INVALID_PROCESSOR when the id or a store's name cannot be part of a topic's name.
 */
export function processor<T extends AnyTopic, const Specs extends StoreSpecs = Record<never, never>>(
  kafka: KafkaClient,
  options: ProcessorOptions<T, Specs>,
): Processor<Specs> {
  for (const name of [options.id, ...Object.keys(options.stores ?? {})]) {
    if (!/^[\w.-]{1,100}$/u.test(name)) {
      throw new Refusal(
        'INVALID_PROCESSOR',
        `${name} is no name for a processor or store: letters, digits, dot, dash, underscore`,
      )
    }
  }
  return new TransactionalProcessor(kafka, options)
}
