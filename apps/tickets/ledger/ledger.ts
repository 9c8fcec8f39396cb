import { Fault, Refusal, messageOf, type ServicePorts } from '@millrace/kernel'
import type { Change, Model, Outgoing, Put, Sent } from './change.ts'
import type { LedgerStore } from './ledger-store.ts'

interface Waiting {
  readonly decide: (now: number) => Change<unknown>
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: unknown) => void
}

export interface LedgerOptions {
  readonly store: LedgerStore
  readonly model: Model
  readonly ports: ServicePorts
  /** Hears of what is to be sent, once that is durable. */
  readonly send: (items: readonly Sent[]) => void
  /** No more can be told for the moment; never by default. */
  readonly full?: () => boolean
}

const BATCH_MOST = 2000

const outboxFull = (): Fault => new Fault('OUTBOX_FULL', 'too much waits to be told: the sink takes nothing')

/**
 * The single writer of a service: commands are decided one after the other against memory, everything that has come
 * together is made durable by one commit, and only then are they answered and told.
 */
export class Ledger {
  readonly #store: LedgerStore
  readonly #model: Model
  readonly #ports: ServicePorts
  readonly #send: LedgerOptions['send']
  readonly #full: () => boolean
  #waiting: Waiting[] = []
  #told: number[] = []
  #turn: NodeJS.Immediate | undefined
  #broken: Fault | undefined
  /** Commits and commands since the start. */
  readonly counts = { commits: 0, commands: 0 }

  constructor({ store, model, ports, send, full = () => false }: LedgerOptions) {
    this.#full = full
    this.#store = store
    this.#model = model
    this.#ports = ports
    this.#send = send
    for (const row of store.rows()) model.apply(row)
    send(store.outbox())
  }

  /** Why nothing is taken any more; undefined while all is well. */
  get fault(): string | undefined {
    return this.#broken?.message
  }

  /**
   * Resolves with the answer when the change is durable. `decide` runs in its turn, must not wait, and changes nothing itself.
   *
   * @throws what `decide` throws; Fault LEDGER_BROKEN when the disk does not take changes
   */
  change<A>(decide: (now: number) => Change<A>): Promise<A> {
    return new Promise<A>((resolve, reject) => {
      this.#waiting.push({ decide, resolve: resolve as (answer: unknown) => void, reject })
      this.#turn ??= setImmediate(() => this.#flush())
    })
  }

  /** Forgets what has been sent, with the next commit. */
  told(seq: number): void {
    this.#told.push(seq)
    this.#turn ??= setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#turn = undefined
    const batch = this.#waiting.splice(0, BATCH_MOST)
    if (this.#waiting.length > 0) this.#turn = setImmediate(() => this.#flush())
    const puts: Put[] = []
    const tell: Outgoing[] = []
    const answers = batch.map((command) => this.#decide(command, puts, tell))
    try {
      this.#commit(puts, tell)
    } catch (error) {
      this.#break(error)
      for (const { reject } of batch) reject(this.#broken)
      return
    }
    this.counts.commands += batch.length
    for (const answer of answers) answer()
  }

  /** Gives what answers the command. */
  #decide({ decide, resolve, reject }: Waiting, puts: Put[], tell: Outgoing[]): () => void {
    if (this.#broken !== undefined) return () => reject(this.#broken)
    try {
      const change = decide(this.#ports.clocks.domain.now())
      if ((change.tell ?? []).length > 0 && this.#full()) throw outboxFull()
      for (const put of change.puts ?? []) {
        this.#model.apply(put)
        puts.push(put)
      }
      tell.push(...(change.tell ?? []))
      return () => resolve(change.answer)
    } catch (error) {
      return () => reject(error)
    }
  }

  #commit(puts: readonly Put[], tell: readonly Outgoing[]): void {
    if (this.#broken !== undefined) return
    const told = this.#told.splice(0)
    if (puts.length + tell.length + told.length === 0) return
    // A row that was changed twice is written once.
    const last = new Map(puts.map((put) => [`${put.table}\n${put.key}`, put]))
    this.#send(this.#store.commit([...last.values()], tell, told))
    this.counts.commits += 1
  }

  /** Memory is now ahead of the disk: nothing more may be said. A restart begins with what is durable. */
  #break(error: unknown): void {
    this.#broken = new Fault(
      'LEDGER_BROKEN',
      `the disk does not take changes (${messageOf(error)}): restart the service`,
    )
    this.#ports.log.error({ reason: messageOf(error) }, 'the ledger takes no more changes')
  }

  /** Takes no more, and writes what has been decided. */
  close(): void {
    if (this.#turn !== undefined) {
      clearImmediate(this.#turn)
      this.#flush()
    }
    const closed = new Refusal('CLOSED', 'the service is stopping')
    for (const { reject } of this.#waiting.splice(0)) reject(closed)
    this.#broken ??= new Fault('LEDGER_BROKEN', 'the service is stopping')
    this.#store.close()
  }
}
