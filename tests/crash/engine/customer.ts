import { below, type Random } from '@millrace/kernel'
import type { PlainGateway } from '@millrace/zeebe/testing'
import { isUnsure, patient } from './patient.ts'
import type { Records } from './records.ts'

const LONGEST_PAUSE_MS = 600
const TIME_TO_LIVE_MS = 3_600_000

/** One who starts an instance, pays for it by one message and starts another process by a second, without end. */
export class Customer {
  readonly #name: string
  readonly #gateway: PlainGateway
  readonly #records: Records
  readonly #random: Random
  readonly #done: Promise<void>
  #stopping = false

  constructor(name: string, gateway: PlainGateway, records: Records, random: Random) {
    this.#name = name
    this.#gateway = gateway
    this.#records = records
    this.#random = random
    this.#done = this.#run().catch((thrown: unknown) => {
      records.failures.push(`customer ${name}: ${String(thrown)}`)
    })
  }

  /** Resolves when the last command has been answered. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#done
  }

  async #run(): Promise<void> {
    for (let number = 1; !this.#stopping; number++) {
      const reference = `${this.#name}-${number}`
      const created = await this.#create(reference)
      // An instance whose start was not acknowledged may be there or not, and waits for its message either way.
      const paid = await this.#publish('paid', reference, reference)
      if (paid) this.#records.paid.add(reference)
      if (created && (await this.#publish('begin', '', reference))) this.#records.begun.add(reference)
    }
  }

  async #create(reference: string): Promise<boolean> {
    const variables = JSON.stringify({ order: reference, pause: below(this.#random, LONGEST_PAUSE_MS) })
    const request = { bpmnProcessId: 'order', version: -1, variables }
    const answer = await this.#gateway.call('CreateProcessInstance', request, 5000)
    if (answer.code === 'OK') this.#records.created.set(Number(answer.messages[0]?.['processInstanceKey']), reference)
    else if (!isUnsure(answer)) this.#records.failures.push(`create ${reference}: ${answer.code} ${answer.text}`)
    return answer.code === 'OK'
  }

  /** Repeated under its message id: once it is buffered, a second one is refused. */
  async #publish(name: string, correlationKey: string, reference: string): Promise<boolean> {
    const variables = JSON.stringify({ order: reference })
    const message = { name, correlationKey, messageId: reference, timeToLive: TIME_TO_LIVE_MS, variables }
    const { code, text, unsure } = await patient(this.#gateway, 'PublishMessage', message)
    const acknowledged = code === 'OK' || (code === 'ALREADY_EXISTS' && unsure > 0)
    if (!acknowledged) this.#records.failures.push(`publish ${name} ${reference}: ${code} ${text}`)
    return acknowledged
  }
}
